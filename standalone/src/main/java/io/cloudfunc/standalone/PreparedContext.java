package io.cloudfunc.standalone;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Starts from the context that the build prepared (Spring's ahead-of-time processing), which saves a fifth of the start:
 * ADR 0018. Which beans there are is decided in it; so where the configuration may ask for others than the build knew, the
 * context is made anew at the start, as without it.
 */
final class PreparedContext implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedContext.class);

    private static final String PREPARED = "cloudfunc.prepared";
    private static final String WRITTEN = StandaloneApplication.class.getName() + "__ApplicationContextInitializer";
    private static final String USE = "spring.aot.enabled";

    /** Decide which beans there are. */
    private static final Set<String> OF_BEANS =
            Set.of("spring.", "management.", "axon.", "server.forward", "cloudfunc.tracing.");

    /** But these only what is in them. */
    private static final Set<String> OF_VALUES = Set.of(
            "spring.aot.",
            "spring.application.name",
            "spring.application.pid",
            "spring.application.version",
            "spring.datasource.hikari.",
            "spring.datasource.password",
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.lifecycle.",
            "spring.rabbitmq.address",
            "spring.rabbitmq.host",
            "spring.rabbitmq.password",
            "spring.rabbitmq.port",
            "spring.rabbitmq.ssl.",
            "spring.rabbitmq.username",
            "spring.rabbitmq.virtual");

    private final boolean built;

    /** @param built whether the build prepares it now; otherwise the server starts */
    PreparedContext(boolean built) {
        this.built = built;
    }

    /** Whether the build does that now. */
    static boolean isBuilt() {
        return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
    }

    /** Whether the build did, and who starts the server says that this was the build of the code that there is. */
    static boolean isThere() {
        return Boolean.getBoolean(PREPARED) && ClassUtils.isPresent(WRITTEN, PreparedContext.class.getClassLoader());
    }

    /** @throws IllegalStateException if the files where the build runs ask for other beans than all servers shall have */
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
        if (built) {
            forgetWhoBuilds(environment);
            askingForOthers(environment).ifPresent(PreparedContext::refuse);
        } else {
            askingForOthers(environment).ifPresentOrElse(PreparedContext::tell, () -> SpringProperties.setFlag(USE));
        }
    }

    /** Or the variables of the one who builds would decide for those who start. */
    private static void forgetWhoBuilds(ConfigurableEnvironment environment) {
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.setActiveProfiles();
    }

    private static void refuse(String key) {
        throw new IllegalStateException(
                "%s would be a part of each server; expected no such key at a build".formatted(key));
    }

    private static void tell(String key) {
        LOG.info("The context is made anew, and not the one that the build prepared: {} may ask for other beans", key);
    }

    /** The name of a key that may; first of the environment, then of the files. */
    static Optional<String> askingForOthers(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .flatMap(source -> source instanceof EnumerablePropertySource<?> known
                        ? Stream.of(known.getPropertyNames())
                        : Stream.empty())
                .filter(PreparedContext::asksForOthers)
                .findFirst();
    }

    private static boolean asksForOthers(String key) {
        var name = key.toLowerCase(Locale.ROOT).replace('_', '.');
        return OF_BEANS.stream().anyMatch(name::startsWith)
                && OF_VALUES.stream().noneMatch(name::startsWith);
    }
}
