package io.cloudfunc.api.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/** Id of a container, as its engine gives it. */
public record ContainerId(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

    @JsonCreator
    public ContainerId {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException("container id", value, "1 to 128 of a-z, A-Z, 0-9, _ . and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
