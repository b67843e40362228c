package io.cloudfunc.api.invocation;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Take a dead letter as done with, since it is called anew. The result is the id of its new invocation: the given one,
 * or that of an earlier time.
 */
public record RedriveInvocation(@TargetAggregateIdentifier InvocationId invocation, InvocationId as, Instant at) {}
