package io.cloudfunc.api.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;

/** Stable name of a worker; it survives the restart of the worker. */
public record WorkerId(@JsonValue String value) {

    private static final int LONGEST = 63;

    @JsonCreator
    public WorkerId {
        if (!PlainName.is(value, LONGEST)) {
            throw new InvalidValueException("worker id", value, "1 to 63 of a-z, A-Z, 0-9, _ . and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
