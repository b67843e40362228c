package io.cloudfunc.query.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When things happened, by a sample of the events.
 *
 * @param first instant of an event; absent if there is none
 * @param now the latest instant that can be asked for
 * @param marks in the order of their positions, from the first event to the last one
 */
record Density(@Nullable Instant first, Instant now, List<Mark> marks) {

    Density {
        marks = List.copyOf(marks);
    }

    /** The event at that position was stored then. */
    record Mark(long position, Instant at) {}
}
