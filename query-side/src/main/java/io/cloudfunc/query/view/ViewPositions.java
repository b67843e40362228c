package io.cloudfunc.query.view;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How far views have come in the stream of all events, by the tokens in the database: so it is true whichever node runs
 * the projection, and whatever keeps it from going on.
 */
@Component
public class ViewPositions {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Executor AFTER_A_PAUSE =
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);

    private final JdbcTemplate jdbc;
    private final Serializer serializer;

    ViewPositions(JdbcTemplate jdbc, Serializer serializer) {
        this.jdbc = jdbc;
        this.serializer = serializer;
    }

    /** Of the events that each projection has taken in; the lowest of its segments counts; none of those before their first. */
    public Map<String, Long> of(Collection<String> projections) {
        var positions = new HashMap<String, Long>();
        jdbc.query(
                "select processor_name, token, token_type from processor_token where processor_name = any(?)",
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("text", projections.toArray())),
                row -> {
                    positions.merge(row.getString("processor_name"), position(row), Math::min);
                });
        return positions;
    }

    /** As {@link #of(Collection)}, of one; -1 before its first. */
    public long of(String projection) {
        return of(List.of(projection)).getOrDefault(projection, -1L);
    }

    /** Returns when the projection has taken in the events up to that position; after 5 s it counts as unavailable. */
    public void await(String projection, long position) {
        for (var left = PATIENCE; of(projection) < position; left = left.minus(PAUSE)) {
            if (left.isNegative()) {
                throw new RejectedException(new Rejection.Unavailable(
                        "The list of " + projection, "it has not yet taken in all events up to then"));
            }
            CompletableFuture.runAsync(() -> {}, AFTER_A_PAUSE).join();
        }
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
}
