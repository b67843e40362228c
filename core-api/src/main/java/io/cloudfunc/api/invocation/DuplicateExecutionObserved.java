package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.FunctionName;
import java.time.Instant;

/** One more execution ended after the invocation had its outcome; it decides nothing, and is counted. */
public record DuplicateExecutionObserved(
        InvocationId invocation, FunctionName function, int life, Execution execution, Outcome outcome, Instant endedAt)
        implements InvocationEvent {}
