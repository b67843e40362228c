package io.cloudfunc.api.invocation;

import java.time.Duration;

/**
 * How long the parts of an execution took, measured on the worker; they add up to its time from {@code receivedAt} to
 * its end. Starting parts are zero for a warm container.
 *
 * @param waiting for a free or starting container
 * @param create engine's creation of the container
 * @param start engine's start of the container
 * @param ready from the start until the function listened
 * @param call from the first byte sent to the last received
 */
public record Phases(Duration waiting, Duration create, Duration start, Duration ready, Duration call) {

    public static final Phases NONE =
            new Phases(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
