package io.cloudfunc.api.invocation;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** End a call that has not ended, whether it waits or runs. Repeating it changes nothing. */
public record CancelInvocation(@TargetAggregateIdentifier InvocationId invocation, Instant at) {}
