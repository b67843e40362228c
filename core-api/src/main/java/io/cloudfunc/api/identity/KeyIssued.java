package io.cloudfunc.api.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The holder of the key is let in. Whose it is, or what for, is in no event, since it may be a person's name: the key's id
 * stands for that, and the label lies in the table of keys, where it can be erased.
 *
 * @param hash SHA-256 of the whole key, hexadecimal
 * @param expiresAt null: never
 * @param namespaces in which it is let in; absent: in all
 */
public record KeyIssued(
        KeyId key,
        Set<Role> roles,
        String hash,
        @Nullable Instant expiresAt,
        Instant issuedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Namespaces namespaces)
        implements KeyEvent {

    public KeyIssued {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    public Namespaces namespacesOrAll() {
        return namespaces == null ? Namespaces.ALL : namespaces;
    }
}
