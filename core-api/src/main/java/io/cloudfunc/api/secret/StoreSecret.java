package io.cloudfunc.api.secret;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let the secret have another value from now on; which one is told to nobody. */
public record StoreSecret(@TargetAggregateIdentifier SecretName secret, Instant at) {}
