package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** That somebody was let in, for an answer that goes on for long. Each request is one of its own. */
public final class Presence {

    private final KeyId key;
    private final @Nullable String session;

    /**
     * @param session its hash; null where the request came with the key itself
     */
    Presence(KeyId key, @Nullable String session) {
        this.key = key;
        this.session = session;
    }

    KeyId key() {
        return key;
    }

    @Nullable
    String session() {
        return session;
    }
}
