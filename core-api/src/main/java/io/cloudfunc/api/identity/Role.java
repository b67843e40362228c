package io.cloudfunc.api.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a caller may do. A caller has one or more; none but {@link #ADMIN} includes another. */
public enum Role {
    /** Deploy, roll back and remove functions. */
    @JsonProperty("deploy")
    DEPLOY,
    /** Call functions, cancel calls, and read a call by its id. */
    @JsonProperty("invoke")
    INVOKE,
    /** Read functions, calls, containers, outputs and logs. */
    @JsonProperty("read")
    READ,
    /** Read what happened, and check that it is whole. */
    @JsonProperty("audit")
    AUDIT,
    /** Read the numbers at {@code /metrics}, which name no function and no call. */
    @JsonProperty("metrics")
    METRICS,
    /** All of these, and the keys. */
    @JsonProperty("admin")
    ADMIN
}
