package io.cloudfunc.query.health;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
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
    private final Serializer serializer;
    private final ProjectionLag allowed;
    private final Clock clock;

    ProjectionsHealthIndicator(JdbcTemplate jdbc, Serializer serializer, ProjectionLag allowed, Clock clock) {
        super("The views cannot be examined");
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.allowed = allowed;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        var positions = positions();
        health.up();
        for (var view : VIEWS) {
            var lag = lag(positions.getOrDefault(view, -1L));
            health.withDetail(view, lag.toString());
            if (lag.compareTo(allowed.mostLag()) > 0) {
                health.down();
            }
        }
    }

    /** Of the events that each projection has taken in; the lowest of its segments counts. */
    private Map<String, Long> positions() {
        var positions = new HashMap<String, Long>();
        jdbc.query(
                "select processor_name, token, token_type from processor_token where processor_name = any(?)",
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("text", VIEWS.toArray())),
                row -> {
                    positions.merge(row.getString("processor_name"), position(row), Math::min);
                });
        return positions;
    }

    private long position(ResultSet row) throws SQLException {
        var bytes = row.getBytes("token");
        if (bytes == null) {
            return -1;
        }
        TrackingToken token = serializer.deserialize(
                new SimpleSerializedObject<>(bytes, byte[].class, row.getString("token_type"), null));
        return token.position().orElse(-1);
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
