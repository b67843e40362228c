package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;

/**
 * What the router sends. Everything asked for in a unit of work is confirmed by the broker before that unit of work
 * commits; if it is not, the unit of work rolls back and is done again.
 */
interface Dispatches {

    void prepare(RevisionSpec revision);

    void execute(InvocationRequested call, RevisionSpec revision);

    /** If the worker is gone for good, its container is reported as lost instead. */
    void retire(WorkerId worker, RetireContainer retire);

    void forget(ForgetFunction function);

    void cancel(CancelCall call);

    void abandon(AbandonInvocation abandon);
}
