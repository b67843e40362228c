package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import java.time.Instant;

/**
 * A dead letter is called anew, and done with.
 *
 * @param as the new invocation, which names this one as its origin
 */
public record InvocationRedriven(InvocationId invocation, FunctionName function, int life, InvocationId as, Instant at)
        implements InvocationEvent {}
