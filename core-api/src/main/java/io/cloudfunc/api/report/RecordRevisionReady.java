package io.cloudfunc.api.report;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** A worker prepared the revision. Only the first such report, or failure, of a revision decides. */
public record RecordRevisionReady(
        @TargetAggregateIdentifier FunctionName function,
        int life,
        int revision,
        CodeIdentity identity,
        WorkerId worker,
        Instant at)
        implements Report, OfFunctionLife {}
