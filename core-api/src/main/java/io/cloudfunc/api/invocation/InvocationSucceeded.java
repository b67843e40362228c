package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The function answered. */
public record InvocationSucceeded(
        InvocationId invocation,
        FunctionName function,
        int life,
        int attempt,
        Execution execution,
        PayloadRef output,
        @Nullable PayloadRef log,
        Phases phases,
        Instant endedAt)
        implements InvocationEnded {}
