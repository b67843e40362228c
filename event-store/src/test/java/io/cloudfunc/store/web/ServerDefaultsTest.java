package io.cloudfunc.store.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class ServerDefaultsTest {

    /** Routers and workers on their own know no callers: there the framework's default holds, which is health alone. */
    @Test
    void expose_nothing_of_the_frameworks_own() throws IOException {
        var defaults =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource("server.properties", ServerDefaults.class));

        assertThat(defaults).isNotEmpty();
        assertThat(defaults.stringPropertyNames())
                .noneMatch(key -> key.startsWith("management.endpoints.web.exposure"));
    }
}
