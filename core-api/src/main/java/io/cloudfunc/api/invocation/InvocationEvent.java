package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.OfFunctionLife;

/** What happened to an invocation. */
public sealed interface InvocationEvent extends OfFunctionLife
        permits AttemptFailed,
                AttemptStarted,
                DuplicateExecutionObserved,
                InvocationDeadLettered,
                InvocationEnded,
                InvocationRedriven,
                InvocationRequested {

    InvocationId invocation();
}
