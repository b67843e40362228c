package io.cloudfunc.api.report;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** A container is gone. Repeating it changes nothing. */
public record RecordContainerStopped(
        @TargetAggregateIdentifier ContainerId container,
        FunctionName function,
        int life,
        WorkerId worker,
        StopReason reason,
        Instant at)
        implements Report, OfFunctionLife {}
