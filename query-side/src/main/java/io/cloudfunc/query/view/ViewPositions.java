package io.cloudfunc.query.view;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.store.ProcessorLag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How far views have come in the stream of all events, by the tokens in the database: so it is true whichever node runs
 * the projection, and whatever keeps it from going on. Who waits for a position hears of it sooner from a projection that
 * runs in this process ({@link ProcessorLag}).
 */
@Component
public class ViewPositions {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Executor AFTER_A_PAUSE =
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final ProcessorLag lag;

    ViewPositions(JdbcTemplate jdbc, Serializer serializer, ProcessorLag lag) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.lag = lag;
    }

    /** Position of the last event that the projection has taken in, by its stored token; -1 before its first. */
    public long of(String projection) {
        return token(projection).map(token -> token.position().orElse(-1)).orElse(-1L);
    }

    /** What the projection has taken in; absent before its first event. It has one segment. */
    public Optional<TrackingToken> token(String projection) {
        return jdbc
                .query(
                        "select token, token_type from processor_token where processor_name = ? and token is not null",
                        (row, number) -> token(row),
                        projection)
                .stream()
                .findFirst();
    }

    private TrackingToken token(ResultSet row) throws SQLException {
        return serializer.deserialize(
                new SimpleSerializedObject<>(row.getBytes("token"), byte[].class, row.getString("token_type"), null));
    }

    /** Positions from that one to the end of the stream. */
    public long behind(long position) {
        var last = jdbc.queryForObject("select coalesce(max(global_index), 0) from domain_event", Long.class);
        return Math.max(0, Objects.requireNonNull(last) - Math.max(0, position));
    }

    /** Returns when the projection has taken in the events up to that position; after 5 s it counts as unavailable. */
    public void await(String projection, long position) {
        await(projection, () -> lag.positionOf(projection) >= position);
    }

    /** As {@link #await(String, long)}, for that event and all that were visible before it, however late they became so. */
    public void await(String projection, TrackingToken event) {
        await(
                projection,
                () -> token(projection).filter(token -> token.covers(event)).isPresent());
    }

    private static void await(String projection, BooleanSupplier reached) {
        for (var left = PATIENCE; !reached.getAsBoolean(); left = left.minus(PAUSE)) {
            if (left.isNegative()) {
                throw new RejectedException(new Rejection.Unavailable(
                        "The list of " + projection, "it has not yet taken in all events up to then"));
            }
            CompletableFuture.runAsync(() -> {}, AFTER_A_PAUSE).join();
        }
    }
}
