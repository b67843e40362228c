package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a router tells one worker, or all of them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "control")
@JsonSubTypes({
    @JsonSubTypes.Type(RetireContainer.class),
    @JsonSubTypes.Type(ForgetFunction.class),
    @JsonSubTypes.Type(CancelCall.class)
})
public sealed interface Control permits CancelCall, ForgetFunction, RetireContainer {}
