package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import java.time.Instant;

/** The invocation ended with no execution that decided it. */
public record InvocationAbandoned(
        InvocationId invocation, FunctionName function, int life, FailureKind reason, String message, Instant endedAt)
        implements InvocationEnded {}
