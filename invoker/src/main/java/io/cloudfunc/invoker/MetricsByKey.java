package io.cloudfunc.invoker;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code /metrics} of a router or worker on its own, which knows no callers: for whoever shows the key that the process
 * was configured with ({@code cloudfunc.metrics.key}). Without one there is no such path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("cloudfunc.metrics.key")
class MetricsByKey {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private final byte[] expected;

    MetricsByKey(@Value("${cloudfunc.metrics.key}") String key) {
        expected = ("Bearer " + key).getBytes(StandardCharsets.UTF_8);
    }

    @Bean
    RouterFunction<ServerResponse> metrics(PrometheusMeterRegistry registry) {
        return RouterFunctions.route()
                .GET(
                        "/metrics",
                        request -> isKnown(request)
                                ? ServerResponse.ok().contentType(TEXT).body(registry.scrape(TEXT.toString()))
                                : ServerResponse.status(HttpStatus.UNAUTHORIZED).build())
                .build();
    }

    private boolean isKnown(ServerRequest request) {
        var shown = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        return shown != null && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
    }
}
