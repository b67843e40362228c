package io.cloudfunc.api.secret;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Forget the secret's value. */
public record RemoveSecret(@TargetAggregateIdentifier SecretName secret, Instant at) {}
