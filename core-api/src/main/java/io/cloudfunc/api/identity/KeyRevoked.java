package io.cloudfunc.api.identity;

import java.time.Instant;

/** The holder of the key is let in no more, for good. */
public record KeyRevoked(KeyId key, Instant revokedAt) implements KeyEvent {}
