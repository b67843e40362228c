package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;

/**
 * A worker began to run the function. An attempt that succeeds before its start was reported has no such event:
 * {@link InvocationSucceeded} says the same.
 *
 * @param attempt from 1, counted by the platform and not by the broker
 */
public record AttemptStarted(InvocationId invocation, FunctionName function, int life, int attempt, Execution execution)
        implements InvocationEvent {}
