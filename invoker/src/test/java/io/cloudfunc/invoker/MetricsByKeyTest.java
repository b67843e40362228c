package io.cloudfunc.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

class MetricsByKeyTest {

    private final RouterFunction<ServerResponse> route =
            new MetricsByKey("the key").metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    @Test
    void tells_its_numbers_to_whoever_shows_the_key() throws Exception {
        assertThat(status("Bearer the key")).isEqualTo(200);
    }

    @Test
    void tells_nobody_else() throws Exception {
        assertThat(status(null)).isEqualTo(401);
        assertThat(status("Bearer another")).isEqualTo(401);
        assertThat(status("the key")).isEqualTo(401);
    }

    private int status(@Nullable String authorization) throws Exception {
        var http = new MockHttpServletRequest("GET", "/metrics");
        if (authorization != null) {
            http.addHeader("Authorization", authorization);
        }
        var request = ServerRequest.create(http, List.of());
        return route.route(request).orElseThrow().handle(request).statusCode().value();
    }
}
