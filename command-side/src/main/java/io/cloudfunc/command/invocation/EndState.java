package io.cloudfunc.command.invocation;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationSucceeded;

/** How a call ended, as callers are told. */
enum EndState {
    SUCCEEDED,
    FAILED,
    CANCELLED;

    static EndState of(InvocationEnded end) {
        return switch (end) {
            case InvocationSucceeded succeeded -> SUCCEEDED;
            case InvocationFailed failed -> FAILED;
            case InvocationAbandoned abandoned -> abandoned.reason() == FailureKind.CANCELLED ? CANCELLED : FAILED;
        };
    }
}
