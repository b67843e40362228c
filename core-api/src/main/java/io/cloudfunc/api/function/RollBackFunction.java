package io.cloudfunc.api.function;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let an earlier revision that is ready serve again. */
public record RollBackFunction(@TargetAggregateIdentifier FunctionName function, int revision, Instant at) {}
