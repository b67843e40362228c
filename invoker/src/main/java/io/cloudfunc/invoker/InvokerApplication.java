package io.cloudfunc.invoker;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.invoker.router.RouterRole;
import io.cloudfunc.invoker.worker.WorkerRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Router, worker or both as a process of its own: {@code CLOUDFUNC_INVOKER_ROLES}, default {@code router,worker}. A
 * process that is only a worker needs no database.
 */
public final class InvokerApplication {

    private static final String ROLES = "CLOUDFUNC_INVOKER_ROLES";

    private InvokerApplication() {}

    public static void main(String... arguments) {
        var roles = Optional.ofNullable(System.getenv(ROLES)).orElse("router,worker");
        SpringApplication.run(sources(roles), arguments);
    }

    private static Class<?>[] sources(String roles) {
        var sources = new ArrayList<Class<?>>();
        for (var role : List.of(roles.split("\\s*,\\s*"))) {
            switch (role) {
                case "router" -> sources.add(Router.class);
                case "worker" -> sources.add(Worker.class);
                default -> throw new InvalidValueException(ROLES, role, "router, worker, or both with a comma");
            }
        }
        if (sources.equals(List.of(Worker.class))) {
            sources.add(WithoutDatabase.class);
        } else {
            sources.add(WithDatabase.class);
        }
        return sources.toArray(Class<?>[]::new);
    }

    @Import(RouterRole.class)
    static class Router {}

    @Import(WorkerRole.class)
    static class Worker {}

    @EnableAutoConfiguration
    static class WithDatabase {}

    /** Neither a data source nor the framework that reads events from one. */
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
                "org.axonframework.springboot.autoconfig.AxonAutoConfiguration",
                "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration",
                "org.axonframework.springboot.autoconfig.InfraConfiguration",
                "org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration"
            })
    static class WithoutDatabase {}
}
