package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a key.
 *
 * @param hash see {@link ApiKey#hash()}
 * @param expiresAt null: never
 * @param revokedAt null: not revoked
 * @param lastUsedAt to within a minute; null: not used yet
 */
public record KnownKey(
        KeyId id,
        String label,
        Set<Role> roles,
        String hash,
        Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        Namespaces namespaces) {

    public KnownKey {
        roles = Set.copyOf(roles);
    }

    /** In a time that does not depend on where the two differ. */
    boolean is(ApiKey key) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), key.hash().getBytes(StandardCharsets.US_ASCII));
    }

    public boolean isRevoked() {
        return revokedAt != null;
    }

    public boolean isExpiredAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
