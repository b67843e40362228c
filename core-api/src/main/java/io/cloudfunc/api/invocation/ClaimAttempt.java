package io.cloudfunc.api.invocation;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A worker asks whether it may begin the call, where it may have begun before or must never begin twice. The answer, a
 * {@link Boolean}, is given once it is stored; asking again for the same execution gets the same answer while it has
 * not ended.
 */
public record ClaimAttempt(@TargetAggregateIdentifier InvocationId invocation, Execution execution, Instant at) {}
