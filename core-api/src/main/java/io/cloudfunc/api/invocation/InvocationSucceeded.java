package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The function answered.
 *
 * @param attempt that decided, from 1
 * @param execution where and when it ran, be there an {@link AttemptStarted} of it or not
 */
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
