package io.cloudfunc.api.invocation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.cloudfunc.api.payload.PayloadRef;
import org.jspecify.annotations.Nullable;

/** How an execution ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Success.class, name = "success"),
    @JsonSubTypes.Type(value = Outcome.Failure.class, name = "failure")
})
public sealed interface Outcome {

    record Success(PayloadRef output) implements Outcome {}

    /**
     * @param message the sentence of the kind; in events from before there was {@code said}, the function's own words
     * @param said what the function, or the worker, said of it: at most 1,000 characters, which may hold the function's
     *     data and so can be erased; absent if nothing more than the kind's sentence
     */
    record Failure(
            FailureKind kind, String message, @Nullable PayloadRef said) implements Outcome {

        public static Failure of(FailureKind kind, @Nullable PayloadRef said) {
            return new Failure(kind, kind.sentence(), said);
        }
    }
}
