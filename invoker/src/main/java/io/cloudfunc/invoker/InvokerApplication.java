package io.cloudfunc.invoker;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.invoker.router.RouterRole;
import io.cloudfunc.invoker.worker.WorkerRole;
import io.cloudfunc.store.web.ServerDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Import;

/**
 * Router, worker or both as a process of its own: {@code CLOUDFUNC_INVOKER_ROLES}, default {@code router,worker}. A
 * process that is only a worker needs no database.
 */
public final class InvokerApplication {

    private static final String ROLES = "CLOUDFUNC_INVOKER_ROLES";
    private static final String[] DATABASE = {"org.axonframework.", "org.springframework.boot.jdbc."};

    private InvokerApplication() {}

    public static void main(String... arguments) {
        var roles = Optional.ofNullable(System.getenv(ROLES)).orElse("router,worker");
        var sources = sources(roles);
        var application = new SpringApplication(sources.toArray(Class<?>[]::new));
        if (!sources.contains(Router.class)) {
            application.setDefaultProperties(Map.of("spring.autoconfigure.exclude", ofTheDatabase()));
        }
        application.run(arguments);
    }

    private static List<Class<?>> sources(String roles) {
        var sources = new ArrayList<Class<?>>();
        for (var role : List.of(roles.split("\\s*,\\s*"))) {
            switch (role) {
                case "router" -> sources.add(Router.class);
                case "worker" -> sources.add(Worker.class);
                default -> throw new InvalidValueException(ROLES, role, "router, worker, or both with a comma");
            }
        }
        return sources;
    }

    /** What connects to a database, and the framework that reads events from one. */
    private static String ofTheDatabase() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> Stream.of(DATABASE).anyMatch(name::startsWith))
                .collect(Collectors.joining(","));
    }

    @EnableAutoConfiguration
    @Import({ServerDefaults.class, MetricsByKey.class, RouterRole.class})
    static class Router {}

    @EnableAutoConfiguration
    @Import({ServerDefaults.class, MetricsByKey.class, WorkerRole.class})
    static class Worker {}
}
