package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Accept a call. The revision it is bound to and its due instant are fixed here.
 *
 * @param due when the call must have ended, one way or another
 * @param traceparent W3C trace context of the caller, if it sent one
 */
public record RequestInvocation(
        @TargetAggregateIdentifier InvocationId invocation,
        FunctionName function,
        int life,
        int revision,
        PayloadRef payload,
        Instant at,
        Instant due,
        @Nullable String traceparent) {}
