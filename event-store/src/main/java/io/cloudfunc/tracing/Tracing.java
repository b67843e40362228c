package io.cloudfunc.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A tracer, if there is a collector to send to: without one no bean of this exists, so that nothing is done for traces
 * and nothing is connected to. Spans leave in the background; a collector that is away loses them and delays nobody.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("cloudfunc.tracing.endpoint")
@EnableConfigurationProperties(TracingSettings.class)
public class Tracing {

    private static final Duration COLLECT = Duration.ofSeconds(1);

    @Bean
    SdkTracerProvider tracerProvider(TracingSettings settings) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder().put("service.name", "cloudfunc").build()))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(COLLECT)
                        .build())
                .build();
    }

    @Bean
    Tracer tracer(SdkTracerProvider provider) {
        return provider.get("io.cloudfunc");
    }

    @Bean
    TracedRequests tracedRequests(Tracer tracer) {
        return new TracedRequests(tracer);
    }
}
