package io.cloudfunc.invoker.router;

import java.time.Instant;

/**
 * A call that was sent to the workers, or taken by one of this process, and has not ended.
 *
 * @param due when it must have begun; after that, when its end is asked for again
 * @param incarnation who holds it: the broker's memory when it was sent, or the process that took it
 */
record InFlight(Instant due, String incarnation) {

    /** Whether it was not sent through the broker. */
    boolean isTaken() {
        return FastPath.isProcess(incarnation);
    }
}
