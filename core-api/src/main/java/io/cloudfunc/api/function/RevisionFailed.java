package io.cloudfunc.api.function;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The revision could not be prepared; the revision that served before goes on.
 *
 * @param message the sentence of the reason; in events from before there was {@code said}, the code's own words
 * @param said what the code, or the worker, said of it; absent if nothing more than the reason's sentence
 */
public record RevisionFailed(
        FunctionName function,
        int life,
        int revision,
        FailureKind reason,
        String message,
        @Nullable PayloadRef said,
        @Nullable PayloadRef log,
        WorkerId worker,
        Instant failedAt)
        implements FunctionEvent {}
