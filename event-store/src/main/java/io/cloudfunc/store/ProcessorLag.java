package io.cloudfunc.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How far behind a streaming processor is, by its tokens in the database: true whichever node runs it, or none. Of what runs
 * in this process it is known sooner: a token that only passed events which nobody handles is stored up to 5 s later (Axon's
 * {@code claimExtensionThreshold}), and until then a process that has just started would seem to be as far behind as they
 * are old.
 */
public final class ProcessorLag {

    /** Where the segments of processors are that run in this process. */
    @FunctionalInterface
    interface Here {
        OptionalLong positionOf(String processor, int segment);
    }

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final Clock clock;
    private final Here here;

    ProcessorLag(JdbcTemplate jdbc, Serializer serializer, Clock clock, Here here) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.clock = clock;
        this.here = here;
    }

    /** Age of the oldest event that it has not taken in; 0 if there is none. */
    public Duration of(String processor) {
        return after(positionOf(processor));
    }

    /** Age of the oldest event behind that position; 0 if there is none. */
    public Duration after(long position) {
        return jdbc
                .queryForList(
                        "select time_stamp from domain_event where global_index > ? order by global_index limit 1",
                        String.class,
                        position)
                .stream()
                .map(oldest -> Duration.between(Instant.parse(oldest), clock.instant()))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Up to where it has taken in all events; -1 before its first. The lowest of its segments counts. */
    public long positionOf(String processor) {
        return jdbc
                .query(
                        "select segment, token, token_type from processor_token where processor_name = ?",
                        (row, number) -> Math.max(
                                storedIn(row),
                                here.positionOf(processor, row.getInt("segment"))
                                        .orElse(-1)),
                        processor)
                .stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(-1);
    }

    private long storedIn(ResultSet row) throws SQLException {
        var token = row.getBytes("token");
        if (token == null) {
            return -1;
        }
        TrackingToken position = serializer.deserialize(
                new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null));
        return position.position().orElse(-1);
    }
}
