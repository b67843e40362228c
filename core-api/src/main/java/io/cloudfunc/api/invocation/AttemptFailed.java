package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt failed and another one will be made; the invocation has not ended.
 *
 * @param attempt from 1, counted by the platform and not by the broker
 * @param execution absent if there was not even a container
 * @param kind {@code WORKER_LOST} if nothing is known of how it ended: its own outcome may still come and, if it is a
 *     success, ends the invocation
 * @param message the sentence of the kind, or one of the platform; in events from before there was {@code said}, the
 *     function's own words
 * @param said what the function, or the worker, said of it; absent if nothing more than the message
 * @param retryAt when the next attempt may begin at the earliest
 */
public record AttemptFailed(
        InvocationId invocation,
        FunctionName function,
        int life,
        int attempt,
        @Nullable Execution execution,
        FailureKind kind,
        String message,
        @Nullable PayloadRef said,
        @Nullable PayloadRef log,
        Phases phases,
        Instant endedAt,
        Instant retryAt)
        implements InvocationEvent {}
