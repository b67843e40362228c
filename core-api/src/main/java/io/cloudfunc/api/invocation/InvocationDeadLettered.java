package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import java.time.Instant;

/**
 * The invocation ended because no attempts were left, or no worker could make one: it is kept to be looked at, and can
 * be redriven.
 *
 * @param attempts how many there were
 */
public record InvocationDeadLettered(
        InvocationId invocation, FunctionName function, int life, FailureKind kind, int attempts, Instant at)
        implements InvocationEvent {}
