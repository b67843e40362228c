package io.cloudfunc.api.identity;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let the holder of the key in no more. */
public record RevokeKey(@TargetAggregateIdentifier KeyId key, Instant at) {}
