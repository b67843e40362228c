package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call was accepted: from here on it reaches exactly one terminal state. */
public record InvocationRequested(
        InvocationId invocation,
        FunctionName function,
        int life,
        int revision,
        PayloadRef payload,
        Instant requestedAt,
        Instant due,
        @Nullable String traceparent)
        implements InvocationEvent {}
