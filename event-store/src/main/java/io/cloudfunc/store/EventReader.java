package io.cloudfunc.store;

import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream for a follower that keeps its own position. Like the streaming processors it comes back to what was
 * not visible yet when it read past it.
 */
public final class EventReader {

    private final StorageEngine engine;

    EventReader(StorageEngine engine) {
        this.engine = engine;
    }

    /**
     * The next events; some hundreds at most, none if there are no more now. Each has the position after it.
     *
     * @param position where to go on; null is before the first event ever
     */
    public List<TrackedEventMessage<?>> after(@Nullable TrackingToken position) {
        return engine.fetch(position);
    }
}
