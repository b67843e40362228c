package io.cloudfunc.api.function;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Deploy new code or settings: a new revision, and a new life where the name is new or was removed. */
public record DeployFunction(
        @TargetAggregateIdentifier FunctionName function, Code code, Settings settings, Instant at) {}
