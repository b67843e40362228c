package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that was sent to the workers, or taken by one of this process, and has not ended.
 *
 * @param due when it must have begun; after that, when its end is asked for again
 * @param incarnation who holds it: the broker's memory when it was sent, or the process that took it
 * @param worker to whose own queue it was sent; absent if any worker may have it
 */
record InFlight(Instant due, String incarnation, @Nullable WorkerId worker) {

    /** Of a call that any worker may have. */
    InFlight(Instant due, String incarnation) {
        this(due, incarnation, null);
    }

    InFlight dueAt(Instant later) {
        return new InFlight(later, incarnation, worker);
    }

    /** Whether it was not sent through the broker. */
    boolean isTaken() {
        return FastPath.isProcess(incarnation);
    }
}
