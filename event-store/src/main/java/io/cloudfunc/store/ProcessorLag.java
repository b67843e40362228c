package io.cloudfunc.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far behind a streaming processor is, by its tokens in the database: true whichever node runs it, or none. */
public final class ProcessorLag {

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final Clock clock;

    public ProcessorLag(JdbcTemplate jdbc, Serializer serializer, Clock clock) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.clock = clock;
    }

    /** Age of the oldest event that it has not taken in; 0 if there is none. The lowest of its segments counts. */
    public Duration of(String processor) {
        return jdbc
                .queryForList(
                        "select time_stamp from domain_event where global_index > ? order by global_index limit 1",
                        String.class,
                        positionOf(processor))
                .stream()
                .map(oldest -> Duration.between(Instant.parse(oldest), clock.instant()))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private long positionOf(String processor) {
        return jdbc
                .query(
                        "select token, token_type from processor_token where processor_name = ?",
                        (row, number) -> position(row),
                        processor)
                .stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(-1);
    }

    private long position(ResultSet row) throws SQLException {
        var token = row.getBytes("token");
        if (token == null) {
            return -1;
        }
        TrackingToken position = serializer.deserialize(
                new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null));
        return position.position().orElse(-1);
    }
}
