package io.cloudfunc.query.health;

import io.cloudfunc.query.view.ViewPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Says how old the oldest event is that a view has not taken in, by the tokens in the database: so it is true whichever
 * node runs the projection, and whatever keeps it from going on.
 */
@Component("projections")
class ProjectionsHealthIndicator extends AbstractHealthIndicator {

    private static final List<String> VIEWS = List.of("functions", "invocations", "containers");

    private final JdbcTemplate jdbc;
    private final ViewPositions positions;
    private final ProjectionLag allowed;
    private final Clock clock;

    ProjectionsHealthIndicator(JdbcTemplate jdbc, ViewPositions positions, ProjectionLag allowed, Clock clock) {
        super("The views cannot be examined");
        this.jdbc = jdbc;
        this.positions = positions;
        this.allowed = allowed;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        var reached = positions.of(VIEWS);
        health.up();
        for (var view : VIEWS) {
            var lag = lag(reached.getOrDefault(view, -1L));
            health.withDetail(view, lag.toString());
            if (lag.compareTo(allowed.mostLag()) > 0) {
                health.down();
            }
        }
    }

    private Duration lag(long position) {
        var oldest = oldestAfter(position);
        return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }

    private @Nullable Instant oldestAfter(long position) {
        return jdbc
                .queryForList(
                        "select time_stamp from domain_event where global_index > ? order by global_index limit 1",
                        String.class,
                        position)
                .stream()
                .map(Instant::parse)
                .findFirst()
                .orElse(null);
    }
}
