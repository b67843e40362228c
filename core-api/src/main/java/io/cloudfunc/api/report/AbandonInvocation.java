package io.cloudfunc.api.report;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** End an invocation that has not ended and that no execution will end. */
public record AbandonInvocation(
        @TargetAggregateIdentifier InvocationId invocation, FailureKind reason, String message, Instant at)
        implements Report {}
