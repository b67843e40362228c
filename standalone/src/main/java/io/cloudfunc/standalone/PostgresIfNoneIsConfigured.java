package io.cloudfunc.standalone;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts an embedded PostgreSQL where {@code spring.datasource.url} names none, and stops it after everything else. */
final class PostgresIfNoneIsConfigured implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var environment = context.getEnvironment();
        if (environment.containsProperty("spring.datasource.url")) {
            return;
        }
        var data =
                Path.of(environment.getProperty("cloudfunc.data-dir", "data")).toAbsolutePath();
        var directory = data.resolve("postgres");
        var postgres = PrivatePostgres.startIn(directory);
        ((DefaultListableBeanFactory) context.getBeanFactory())
                .registerDisposableBean("privatePostgres", postgres::close);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "private PostgreSQL",
                        Map.of(
                                "spring.datasource.url",
                                postgres.url(),
                                "spring.datasource.username",
                                PostgresDoor.USER,
                                "spring.datasource.password",
                                postgres.password(),
                                "cloudfunc.node-id",
                                "standalone",
                                "management.health.diskspace.path",
                                directory.toString())));
    }
}
