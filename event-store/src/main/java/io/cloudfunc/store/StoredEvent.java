package io.cloudfunc.store;

import java.time.Instant;
import java.util.Map;

/**
 * An event as it lies in the store.
 *
 * @param position in the stream of all events
 * @param sequence among the events of its aggregate, from 0
 * @param type simple name of the event's class
 * @param metadata what was recorded beside it, such as ids that tell what caused it
 */
public record StoredEvent(
        long position,
        String aggregate,
        long sequence,
        String type,
        Instant at,
        Object event,
        Map<String, Object> metadata) {}
