package io.cloudfunc.api.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;

/** Id of a container, as its engine gives it. */
public record ContainerId(@JsonValue String value) {

    private static final int LONGEST = 128;

    @JsonCreator
    public ContainerId {
        if (!PlainName.is(value, LONGEST)) {
            throw new InvalidValueException("container id", value, "1 to 128 of a-z, A-Z, 0-9, _ . and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
