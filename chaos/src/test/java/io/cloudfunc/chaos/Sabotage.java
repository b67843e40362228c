package io.cloudfunc.chaos;

import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
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
                    case ACCEPTED_BEFORE_COMMIT -> bean instanceof DataSource honest ? commitsLater(honest) : bean;
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

    private static DataSource commitsLater(DataSource honest) {
        return new DelegatingDataSource(honest) {
            @Override
            public Connection getConnection() throws SQLException {
                var connection = super.getConnection();
                return Thread.currentThread().getName().startsWith("intake-commit")
                        ? commitsLater(connection)
                        : connection;
            }
        };
    }

    /** Whoever commits believes that it is done and over. */
    private static Connection commitsLater(Connection honest) {
        var committing = new boolean[1];
        return (Connection) Proxy.newProxyInstance(
                Sabotage.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        committing[0] = true;
                        LATER.execute(() -> commitAndClose(honest));
                    }
                    if (committing[0]) {
                        return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
                    }
                    try {
                        return method.invoke(honest, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }

    private static void commitAndClose(Connection honest) {
        try (honest) {
            honest.commit();
            honest.setAutoCommit(true);
        } catch (SQLException lost) {
            throw new IllegalStateException(lost);
        }
    }
}
