package io.cloudfunc.query.health;

import io.cloudfunc.store.ProcessorLag;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Says how old the oldest event is that a view has not taken in. */
@Component("projections")
class ProjectionsHealthIndicator extends AbstractHealthIndicator {

    static final List<String> VIEWS = List.of("functions", "invocations", "containers");

    private final ProcessorLag lag;
    private final ProjectionLag allowed;

    ProjectionsHealthIndicator(ProcessorLag lag, ProjectionLag allowed) {
        super("The views cannot be examined");
        this.lag = lag;
        this.allowed = allowed;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        for (var view : VIEWS) {
            var behind = lag.of(view);
            health.withDetail(view, behind.toString());
            if (behind.compareTo(allowed.mostLag()) > 0) {
                health.down();
            }
        }
    }
}
