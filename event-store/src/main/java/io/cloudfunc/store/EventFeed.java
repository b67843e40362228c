package io.cloudfunc.store;

import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** Reads the stream of all events in large parts, for whoever goes through much of it at once. */
public final class EventFeed {

    private final StorageEngine engine;

    EventFeed(StorageEngine engine) {
        this.engine = engine;
    }

    /**
     * The next events that are visible now, each with the token that goes past it and remembers what was not visible yet.
     *
     * @param token absent before the first event ever
     * @param most events besides those that were late; fewer are all there are
     */
    public List<TrackedEventMessage<?>> after(@Nullable TrackingToken token, int most) {
        return engine.fetch(token, most);
    }
}
