package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the router knows of a container from its events.
 *
 * @param revision absent of one that started before this was kept: then no call is sent for it
 * @param lastUse end of its last call, or its start
 * @param lease number of its last use
 * @param timer id of the timer that is set for it
 */
record WarmContainer(
        WorkerId worker, @Nullable Integer revision, Duration warmFor, Instant lastUse, long lease, String timer) {

    boolean runs(int wanted) {
        return revision != null && revision == wanted;
    }

    Instant expiresAt() {
        return lastUse.plus(warmFor);
    }

    /** Reports may come out of order: only a later use counts. */
    WarmContainer used(long newLease, Instant endedAt) {
        return newLease > lease ? new WarmContainer(worker, revision, warmFor, endedAt, newLease, timer) : this;
    }

    WarmContainer timedBy(String newTimer) {
        return new WarmContainer(worker, revision, warmFor, lastUse, lease, newTimer);
    }
}
