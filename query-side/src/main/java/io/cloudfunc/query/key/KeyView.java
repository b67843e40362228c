package io.cloudfunc.query.key;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.KnownKey;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key as administrators see it.
 *
 * @param lastUsedAt to within a minute; null: not used yet
 */
record KeyView(
        KeyId id,
        String label,
        Set<Role> roles,
        Namespaces namespaces,
        State state,
        Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    enum State {
        VALID,
        EXPIRED,
        REVOKED
    }

    static KeyView of(KnownKey key, Instant now) {
        return new KeyView(
                key.id(),
                key.label(),
                new TreeSet<>(key.roles()),
                key.namespaces(),
                state(key, now),
                key.issuedAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt());
    }

    private static State state(KnownKey key, Instant now) {
        if (key.isRevoked()) {
            return State.REVOKED;
        }
        return key.isExpiredAt(now) ? State.EXPIRED : State.VALID;
    }
}
