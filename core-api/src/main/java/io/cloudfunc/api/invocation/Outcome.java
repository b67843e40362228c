package io.cloudfunc.api.invocation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.cloudfunc.api.payload.PayloadRef;

/** How an execution ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Success.class, name = "success"),
    @JsonSubTypes.Type(value = Outcome.Failure.class, name = "failure")
})
public sealed interface Outcome {

    record Success(PayloadRef output) implements Outcome {}

    /**
     * @param message one sentence, at most 1,000 characters, without the function's data where the platform wrote it
     */
    record Failure(FailureKind kind, String message) implements Outcome {}
}
