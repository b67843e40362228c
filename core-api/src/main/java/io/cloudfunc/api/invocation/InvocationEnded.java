package io.cloudfunc.api.invocation;

import java.time.Instant;

/** The invocation has its one terminal state. */
public sealed interface InvocationEnded extends InvocationEvent
        permits InvocationAbandoned, InvocationFailed, InvocationSucceeded {

    Instant endedAt();
}
