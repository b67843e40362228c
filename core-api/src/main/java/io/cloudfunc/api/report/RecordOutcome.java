package io.cloudfunc.api.report;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * An execution ended. The first outcome of an invocation decides; it also stands for the start where that was not
 * recorded before.
 *
 * @param log what the function wrote while it ran (the last part of it), if anything
 */
public record RecordOutcome(
        @TargetAggregateIdentifier InvocationId invocation,
        Execution execution,
        Outcome outcome,
        @Nullable PayloadRef log,
        Phases phases,
        Instant endedAt)
        implements Report {}
