package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Accept a call. The revision it is bound to and its due instant are fixed here.
 *
 * @param due when its last attempt must have begun
 * @param traceparent W3C trace context of the caller, if it sent one
 * @param terms absent: {@link Terms#USUAL}
 * @param origin the invocation that is called anew by this one, if any
 */
public record RequestInvocation(
        @TargetAggregateIdentifier InvocationId invocation,
        FunctionName function,
        int life,
        int revision,
        PayloadRef payload,
        Instant at,
        Instant due,
        @Nullable String traceparent,
        @Nullable Terms terms,
        @Nullable InvocationId origin) {

    /** Of a call of its own, with the usual terms. */
    public RequestInvocation(
            InvocationId invocation,
            FunctionName function,
            int life,
            int revision,
            PayloadRef payload,
            Instant at,
            Instant due,
            @Nullable String traceparent) {
        this(invocation, function, life, revision, payload, at, due, traceparent, null, null);
    }
}
