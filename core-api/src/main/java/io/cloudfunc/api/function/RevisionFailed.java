package io.cloudfunc.api.function;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The revision could not be prepared; the revision that served before goes on. */
public record RevisionFailed(
        FunctionName function,
        int life,
        int revision,
        FailureKind reason,
        String message,
        @Nullable PayloadRef log,
        WorkerId worker,
        Instant failedAt)
        implements FunctionEvent {}
