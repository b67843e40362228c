package io.cloudfunc.tracing;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}
 * @param share of the calls that bring no decision of their caller, 0 to 1; default 1; 0 traces only what callers trace
 */
@ConfigurationProperties("cloudfunc.tracing")
record TracingSettings(URI endpoint, @DefaultValue("1") double share) {

    TracingSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("cloudfunc.tracing.share is " + share + ", expected 0 to 1");
        }
    }
}
