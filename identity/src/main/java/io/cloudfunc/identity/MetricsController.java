package io.cloudfunc.identity;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.openapi.Described;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** This process's numbers as Prometheus reads them; a role of its own, since who scrapes needs nothing else. */
@RestController
class MetricsController {

    private static final String TEXT = "text/plain;version=0.0.4;charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Described("This process's numbers, as Prometheus reads them")
    @GetMapping("/metrics")
    @AllowedTo(value = Role.METRICS, about = Subject.NOTHING)
    ResponseEntity<String> scrape() {
        return ResponseEntity.ok().header("Content-Type", TEXT).body(registry.scrape(TEXT));
    }
}
