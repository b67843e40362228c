package io.cloudfunc.query.history;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.store.PayloadStore;
import org.springframework.stereotype.Component;

/** Fetches the bytes that events refer to. */
@Component
public class Stored {

    private final PayloadStore payloads;

    Stored(PayloadStore payloads) {
        this.payloads = payloads;
    }

    /**
     * The bytes; if they are not there any more, a problem that says so.
     *
     * @param owner whose they are, such as "Invocation '…'"
     * @param what they are, such as "output"
     */
    public byte[] content(PayloadRef ref, String owner, String what) {
        return payloads.find(ref.id())
                .map(Payload::content)
                .orElseThrow(() -> new RejectedException(new Rejection.NothingStored(owner, what, "it was erased")));
    }
}
