package io.cloudfunc.command.open;

import io.cloudfunc.store.EventFeed;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.axonframework.serialization.Serializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class OpenCallsConfiguration {

    @Bean
    OpenCalls openCalls(Bounds bounds, NamespaceBounds ofNamespace) {
        return new OpenCalls(bounds, ofNamespace, Runtime.getRuntime().maxMemory());
    }

    @Bean
    MeterBinder openCallMeters(OpenCalls open) {
        return registry -> {
            Gauge.builder("cloudfunc.calls.open", open, calls -> calls.all().calls())
                    .description("Calls that wait or run, of all nodes")
                    .register(registry);
            Gauge.builder(
                            "cloudfunc.calls.open.bytes",
                            open,
                            calls -> calls.all().bytes())
                    .description("Bytes of their bodies")
                    .register(registry);
        };
    }

    @Bean
    OpenCallsFollower openCallsFollower(
            OpenCalls open, EventFeed events, JdbcTemplate jdbc, Serializer serializer, JsonMapper json) {
        return new OpenCallsFollower(open, events, new Checkpoints(jdbc, serializer, json));
    }

    @Bean
    Rates rates(RateBounds bounds, NamespaceBounds ofNamespace) {
        return new Rates(bounds, ofNamespace, TimeMeter.SYSTEM_NANOTIME);
    }

    @Bean
    Admission admission(OpenCalls open, OpenCallsFollower follower) {
        return new Admission(open, follower);
    }
}
