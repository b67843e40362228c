package io.cloudfunc.command.open;

import java.util.Map;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * What was open at a position of the event store.
 *
 * @param position null: before the first event ever
 * @param open bytes by call and function
 */
record Checkpoint(@Nullable TrackingToken position, Map<String, Map<String, Long>> open) {

    static final Checkpoint BEGINNING = new Checkpoint(null, Map.of());
}
