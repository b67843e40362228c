package io.cloudfunc.query.health;

import io.cloudfunc.query.view.ViewPositions;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Says how old the oldest event is that a view has not taken in, by the tokens in the database: so it is true whichever
 * node runs the projection, and whatever keeps it from going on.
 */
@Component("projections")
class ProjectionsHealthIndicator extends AbstractHealthIndicator {

    static final List<String> VIEWS = List.of("functions", "invocations", "containers");

    private final ViewPositions positions;
    private final ProjectionLag allowed;

    ProjectionsHealthIndicator(ViewPositions positions, ProjectionLag allowed) {
        super("The views cannot be examined");
        this.positions = positions;
        this.allowed = allowed;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        for (var view : VIEWS) {
            var lag = positions.lag(positions.of(view));
            health.withDetail(view, lag.toString());
            if (lag.compareTo(allowed.mostLag()) > 0) {
                health.down();
            }
        }
    }
}
