package io.cloudfunc.api.identity;

import java.time.Instant;
import java.util.Set;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Let the holder of a key in. A key that was issued before, even one that is revoked now, stays as it is.
 *
 * @param label the issuer's own words for what the key is for
 * @param hash SHA-256 of the whole key, hexadecimal; the key itself is nowhere stored
 * @param expiresAt from when on the key is of no use; null: never
 * @param namespaces in which it lets its holder in
 */
public record IssueKey(
        @TargetAggregateIdentifier KeyId key,
        String label,
        Set<Role> roles,
        String hash,
        @Nullable Instant expiresAt,
        Instant at,
        Namespaces namespaces) {}
