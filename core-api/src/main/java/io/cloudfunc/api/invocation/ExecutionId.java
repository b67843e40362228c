package io.cloudfunc.api.invocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Id of one run of the function's code for an invocation. A message that the broker delivers twice makes two of them:
 * that is how duplicate executions are told apart from duplicate reports of one.
 */
public record ExecutionId(@JsonValue UUID value) {

    @JsonCreator
    public ExecutionId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
