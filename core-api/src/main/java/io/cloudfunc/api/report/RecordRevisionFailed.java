package io.cloudfunc.api.report;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A worker could not prepare the revision.
 *
 * @param said why, in the code's or the worker's words
 * @param log what the code said while it was tried, if anything
 */
public record RecordRevisionFailed(
        @TargetAggregateIdentifier FunctionName function,
        int life,
        int revision,
        FailureKind reason,
        @Nullable PayloadRef said,
        @Nullable PayloadRef log,
        WorkerId worker,
        Instant at)
        implements Report, OfFunctionLife {}
