package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a revision's containers can reach. */
public enum Network {
    /** Nothing but themselves. */
    @JsonProperty("none")
    NONE,
    /** Whatever the engine's own bridge network reaches. */
    @JsonProperty("egress")
    EGRESS
}
