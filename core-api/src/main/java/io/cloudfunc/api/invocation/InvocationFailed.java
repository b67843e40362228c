package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The function ran, or was tried, and failed.
 *
 * @param message the sentence of the kind; in events from before there was {@code said}, the function's own words
 * @param said what the function, or the worker, said of it; absent if nothing more than the kind's sentence
 */
public record InvocationFailed(
        InvocationId invocation,
        FunctionName function,
        int life,
        int attempt,
        Execution execution,
        FailureKind kind,
        String message,
        @Nullable PayloadRef said,
        @Nullable PayloadRef log,
        Phases phases,
        Instant endedAt)
        implements InvocationEnded {}
