package io.cloudfunc.invoker;

import io.cloudfunc.store.web.ServerDefaults;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Import;

/**
 * Router, worker or both as a process of its own, as {@link InvokerRole} says. A process that is only a worker needs no
 * database.
 */
public final class InvokerApplication {

    private static final String[] DATABASE = {"org.axonframework.", "org.springframework.boot.jdbc."};

    private InvokerApplication() {}

    public static void main(String... arguments) {
        var roles = InvokerRole.chosen();
        var sources = Stream.concat(Stream.of(Common.class), roles.stream().map(InvokerRole::configuration));
        var application = new SpringApplication(sources.toArray(Class<?>[]::new));
        if (!roles.contains(InvokerRole.ROUTER)) {
            application.setDefaultProperties(Map.of("spring.autoconfigure.exclude", ofTheDatabase()));
        }
        application.run(arguments);
    }

    /** What connects to a database, and the framework that reads events from one. */
    private static String ofTheDatabase() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> Stream.of(DATABASE).anyMatch(name::startsWith))
                .collect(Collectors.joining(","));
    }

    @EnableAutoConfiguration
    @Import({ServerDefaults.class, MetricsByKey.class})
    static class Common {}
}
