package io.cloudfunc.query.history;

import io.cloudfunc.store.StoredEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored event as it is shown.
 *
 * @param position in the stream of all events
 * @param sequence among the events of the same function or invocation, from 0
 * @param at when it was stored
 * @param caller id of the key whose request caused it; absent where no request did
 * @param data the event itself
 */
public record Entry(
        long position,
        long sequence,
        String type,
        Instant at,
        @Nullable String caller,
        Object data) {

    /** Where the command side records it. */
    private static final String CALLER = "caller";

    public static Entry of(StoredEvent stored) {
        var caller = stored.metadata().get(CALLER);
        return new Entry(
                stored.position(),
                stored.sequence(),
                stored.type(),
                stored.at(),
                caller == null ? null : caller.toString(),
                stored.event());
    }
}
