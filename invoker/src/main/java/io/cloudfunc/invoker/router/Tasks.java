package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.store.Receipts;
import java.time.Clock;

/** Writes what workers are told of a call that is sent now. */
final class Tasks {

    private final Receipts receipts;
    private final Clock clock;

    Tasks(Receipts receipts, Clock clock) {
        this.receipts = receipts;
        this.clock = clock;
    }

    /** @param begun as {@link Dispatches#execute} has it */
    Execute of(InvocationRequested call, RevisionSpec revision, boolean begun) {
        var sentAt = clock.instant();
        var receipt = receipts.issue(call.invocation(), sentAt, call.payload().id());
        return new Execute(
                call.invocation(),
                revision,
                call.payload(),
                sentAt,
                call.due(),
                call.traceparent(),
                receipt,
                begun ? true : null);
    }
}
