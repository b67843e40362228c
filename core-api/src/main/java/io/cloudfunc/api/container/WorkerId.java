package io.cloudfunc.api.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/** Stable name of a worker; it survives the restart of the worker. */
public record WorkerId(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

    @JsonCreator
    public WorkerId {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException("worker id", value, "1 to 63 of a-z, A-Z, 0-9, _ . and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
