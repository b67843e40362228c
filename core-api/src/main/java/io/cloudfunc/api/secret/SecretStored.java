package io.cloudfunc.api.secret;

import java.time.Instant;

/**
 * The secret has a value that it did not have before.
 *
 * @param version from 1, never used twice
 */
public record SecretStored(SecretName secret, int version, Instant storedAt) implements SecretEvent {}
