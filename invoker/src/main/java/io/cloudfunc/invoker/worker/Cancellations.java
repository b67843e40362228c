package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.InvocationId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Stops calls that are cancelled while they run here, and keeps from beginning what was cancelled before it came. Safe
 * for use by many threads.
 */
final class Cancellations {

    /** As many as may be cancelled while a message is on its way. */
    private static final int REMEMBERED = 4_096;

    private final Map<InvocationId, Runnable> running = new HashMap<>();
    private final Set<InvocationId> cancelled = new LinkedHashSet<>();

    synchronized boolean isCancelled(InvocationId call) {
        return cancelled.contains(call);
    }

    /**
     * False if the call was cancelled before.
     *
     * @param stop ends the call; does not block, and is not called after {@link #end}
     */
    synchronized boolean begin(InvocationId call, Runnable stop) {
        if (cancelled.contains(call)) {
            return false;
        }
        running.put(call, stop);
        return true;
    }

    /** The call is over; returns whether it was stopped. */
    synchronized boolean end(InvocationId call) {
        return running.remove(call) == null;
    }

    synchronized void cancel(InvocationId call) {
        cancelled.add(call);
        if (cancelled.size() > REMEMBERED) {
            cancelled.remove(cancelled.iterator().next());
        }
        var stop = running.remove(call);
        if (stop != null) {
            stop.run();
        }
    }
}
