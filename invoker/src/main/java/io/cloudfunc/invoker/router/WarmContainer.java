package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import java.time.Duration;
import java.time.Instant;

/**
 * What the router knows of a container from its events.
 *
 * @param lastUse end of its last call, or its start
 * @param lease number of its last use
 * @param timer id of the timer that is set for it
 */
record WarmContainer(WorkerId worker, Duration warmFor, Instant lastUse, long lease, String timer) {

    Instant expiresAt() {
        return lastUse.plus(warmFor);
    }

    /** Reports may come out of order: only a later use counts. */
    WarmContainer used(long newLease, Instant endedAt) {
        return newLease > lease ? new WarmContainer(worker, warmFor, endedAt, newLease, timer) : this;
    }

    WarmContainer timedBy(String newTimer) {
        return new WarmContainer(worker, warmFor, lastUse, lease, newTimer);
    }
}
