package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a call whose worker is lost while it may have begun. */
public enum Delivery {
    /** It begins again, so the function may run more than once. */
    @JsonProperty("at-least-once")
    AT_LEAST_ONCE,
    /** It ends as {@code WORKER_LOST}; each start is stored before it happens. */
    @JsonProperty("at-most-once")
    AT_MOST_ONCE
}
