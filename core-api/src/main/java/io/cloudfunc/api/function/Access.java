package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may call a function at {@code /fn/{name}}. */
public enum Access {
    /** Who has a key with the role for it. */
    @JsonProperty("key")
    KEY,
    /** Everybody who reaches the server, such as a webhook. */
    @JsonProperty("public")
    PUBLIC
}
