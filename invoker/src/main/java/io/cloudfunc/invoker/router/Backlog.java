package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import java.util.List;

/** Accepted calls that wait for room, by function life. All changes are part of the caller's transaction. */
interface Backlog {

    /** Adding a call that waits already changes nothing. */
    void add(InvocationRequested call);

    /** Takes out this call; false if it does not wait. */
    boolean remove(String lifeKey, InvocationId call);

    /** Takes out the calls that wait longest, at most so many. */
    List<InvocationRequested> take(String lifeKey, int most);
}
