package io.cloudfunc.api.report;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.InvocationId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** A worker began to run the function for the invocation. Repeating it for the same execution changes nothing. */
public record RecordAttemptStarted(
        @TargetAggregateIdentifier InvocationId invocation, Execution execution) implements Report {}
