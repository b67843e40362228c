package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The function ran, or was tried, and failed. */
public record InvocationFailed(
        InvocationId invocation,
        FunctionName function,
        int life,
        int attempt,
        Execution execution,
        FailureKind kind,
        String message,
        @Nullable PayloadRef log,
        Phases phases,
        Instant endedAt)
        implements InvocationEnded {}
