package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the router sends. Everything asked for in a unit of work is confirmed by the broker before that unit of work
 * commits; if it is not, the unit of work rolls back and is done again.
 */
interface Dispatches {

    void prepare(RevisionSpec revision);

    /**
     * @param begun whether it may have begun already, on a request of which nothing is noted or which is lost
     * @param queue of the worker that alone is to have it; absent: any
     */
    void execute(InvocationRequested call, RevisionSpec revision, boolean begun, @Nullable String queue);

    /** The queue from which this worker alone takes calls now; absent if it takes none. */
    Optional<String> callsOf(WorkerId worker);

    /** Whether that queue of one worker is there, so that the worker has what was sent to it, or will have it. */
    boolean isThere(String queue);

    /** Who has the call already, since right after it was accepted; absent if it is to be sent. */
    Optional<Taker> takenBy(InvocationId call);

    /** Whether who took the call still runs it, or has seen to its end. */
    boolean isHeld(InvocationId call, String taker);

    /** If the worker is gone for good, its container is reported as lost instead. */
    void retire(WorkerId worker, RetireContainer retire);

    void forget(ForgetFunction function);

    void cancel(CancelCall call);

    void abandon(AbandonInvocation abandon);
}
