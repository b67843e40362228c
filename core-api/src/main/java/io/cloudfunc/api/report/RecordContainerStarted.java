package io.cloudfunc.api.report;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.invocation.ColdReason;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A worker started a container for a function.
 *
 * @param warmFor how long it may stay after its last use
 */
public record RecordContainerStarted(
        @TargetAggregateIdentifier ContainerId container,
        FunctionName function,
        int life,
        int revision,
        WorkerId worker,
        ColdReason reason,
        Duration warmFor,
        Instant at)
        implements Report, OfFunctionLife {}
