package io.cloudfunc.api.function;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** End the function's present life. */
public record RemoveFunction(@TargetAggregateIdentifier FunctionName function, Instant at) {}
