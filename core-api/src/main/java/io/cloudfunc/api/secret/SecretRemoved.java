package io.cloudfunc.api.secret;

import java.time.Instant;

/** The secret's value is forgotten. */
public record SecretRemoved(SecretName secret, Instant removedAt) implements SecretEvent {}
