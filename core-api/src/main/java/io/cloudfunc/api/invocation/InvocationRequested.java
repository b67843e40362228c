package io.cloudfunc.api.invocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call was accepted: from here on it reaches exactly one terminal state.
 *
 * @param due when its last attempt must have begun
 * @param traceparent W3C trace context of the caller, if it sent one
 * @param terms absent: {@link Terms#USUAL}
 * @param origin the invocation that is called anew by this one, if any
 */
public record InvocationRequested(
        InvocationId invocation,
        FunctionName function,
        int life,
        int revision,
        PayloadRef payload,
        Instant requestedAt,
        Instant due,
        @Nullable String traceparent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Terms terms,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InvocationId origin)
        implements InvocationEvent {

    /** Of a call of its own, with the usual terms. */
    public InvocationRequested(
            InvocationId invocation,
            FunctionName function,
            int life,
            int revision,
            PayloadRef payload,
            Instant requestedAt,
            Instant due,
            @Nullable String traceparent) {
        this(invocation, function, life, revision, payload, requestedAt, due, traceparent, null, null);
    }

    public Terms termsOrUsual() {
        return terms == null ? Terms.USUAL : terms;
    }
}
