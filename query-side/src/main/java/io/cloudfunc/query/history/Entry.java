package io.cloudfunc.query.history;

import io.cloudfunc.store.StoredEvent;
import java.time.Instant;

/**
 * One stored event as it is shown.
 *
 * @param position in the stream of all events
 * @param sequence among the events of the same function or invocation, from 0
 * @param at when it was stored
 * @param data the event itself
 */
public record Entry(long position, long sequence, String type, Instant at, Object data) {

    static Entry of(StoredEvent stored) {
        return new Entry(stored.position(), stored.sequence(), stored.type(), stored.at(), stored.event());
    }
}
