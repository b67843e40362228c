package io.cloudfunc.chaos;

import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Breaks one promise of a server, told by its environment: what it says is done is done only a second later. */
public final class Sabotage implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final String VARIABLE = "CHAOS_SABOTAGE";

    enum Broken {
        /** A request is acknowledged before its outcome is stored, or with the broker. */
        ACK_BEFORE_OUTCOME,
        /** A call is accepted before it is committed. */
        ACCEPTED_BEFORE_COMMIT,
        /** The router's token moves on before the broker has the request. */
        TOKEN_BEFORE_CONFIRM
    }

    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var broken = System.getenv(VARIABLE);
        if (broken != null) {
            context.getBeanFactory().addBeanPostProcessor(saboteur(Broken.valueOf(broken)));
        }
    }

    private static BeanPostProcessor saboteur(Broken broken) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (broken) {
                    case ACK_BEFORE_OUTCOME ->
                        switch (bean) {
                            case ConfirmedPublisher honest when isUsed(name) -> confirmsAtOnce(honest, ".reports");
                            case DirectReports honest -> recordsAtOnce(honest);
                            default -> bean;
                        };
                    case TOKEN_BEFORE_CONFIRM ->
                        bean instanceof ConfirmedPublisher honest && isUsed(name)
                                ? confirmsAtOnce(honest, ".tasks")
                                : bean;
                    case ACCEPTED_BEFORE_COMMIT -> bean instanceof DataSource honest ? storesLater(honest) : bean;
                };
            }
        };
    }

    /** The other one is within it, and expected to be of its class. */
    private static boolean isUsed(String publisher) {
        return publisher.equals("confirmedPublisher");
    }

    private static ConfirmedPublisher confirmsAtOnce(ConfirmedPublisher honest, String queue) {
        return (exchange, key, body) -> {
            if (!key.endsWith(queue)) {
                return honest.publish(exchange, key, body);
            }
            LATER.execute(() -> honest.publish(exchange, key, body));
            return CompletableFuture.completedFuture(null);
        };
    }

    private static DirectReports recordsAtOnce(DirectReports honest) {
        return (report, payloads) -> {
            LATER.execute(() -> honest.record(report, payloads));
            return CompletableFuture.completedFuture(null);
        };
    }

    private static DataSource storesLater(DataSource honest) {
        return new DelegatingDataSource(honest) {
            @Override
            public Connection getConnection() throws SQLException {
                var connection = super.getConnection();
                return Thread.currentThread().getName().startsWith("intake-commit")
                        ? storesLater(connection)
                        : connection;
            }
        };
    }

    /** Whoever stores believes that it is done and over. */
    private static Connection storesLater(Connection honest) {
        var stored = new AtomicBoolean();
        return proxy(Connection.class, (method, arguments) -> {
            if (stored.get()) {
                return nothing(method);
            }
            var result = invoke(method, honest, arguments);
            return result instanceof PreparedStatement statement ? storesLater(honest, statement, stored) : result;
        });
    }

    /** What is executed so is the message that has all of a unit of work, and commits it. */
    private static PreparedStatement storesLater(
            Connection connection, PreparedStatement honest, AtomicBoolean stored) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().equals("execute")) {
                stored.set(true);
                LATER.execute(() -> storeAndClose(connection, honest));
            }
            return stored.get() ? nothing(method) : invoke(method, honest, arguments);
        });
    }

    private static void storeAndClose(Connection honest, PreparedStatement message) {
        try (honest;
                message) {
            message.execute();
            honest.commit();
            honest.setAutoCommit(true);
        } catch (SQLException lost) {
            throw new IllegalStateException(lost);
        }
    }

    @FunctionalInterface
    private interface Behaviour {
        @Nullable
        Object on(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                Sabotage.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.on(method, arguments)));
    }

    private static Object invoke(Method method, Object honest, Object[] arguments) throws Throwable {
        try {
            return method.invoke(honest, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getTargetException();
        }
    }

    private static @Nullable Object nothing(Method method) {
        return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
    }
}
