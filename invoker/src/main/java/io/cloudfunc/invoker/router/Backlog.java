package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Accepted calls that wait, by function life: for room, or first for the time of their next attempt. All changes are part
 * of the caller's transaction.
 */
interface Backlog {

    /** Adding a call that waits already changes nothing. */
    void add(InvocationRequested call);

    /** Adds a call that is not given out before that time and a {@link #release}; of a repetition the time counts. */
    void defer(InvocationRequested call, Instant until);

    /** Lets the calls whose time has come wait for room; returns how many there were. */
    int release(String lifeKey, Instant now);

    /** When there will be something to release; none if nothing is deferred. */
    Optional<Instant> nextRelease(String lifeKey);

    /** Takes out this call; false if it did not wait for room. */
    boolean remove(String lifeKey, InvocationId call);

    /** Takes out the calls that wait longest for room, at most so many. */
    List<InvocationRequested> take(String lifeKey, int most);

    /** Takes out the calls that wait for room and must have begun by now. */
    List<InvocationRequested> takeOverdue(String lifeKey, Instant now);
}
