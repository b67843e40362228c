package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/** Name of a function: the aggregate id, and a part of its URL. */
public record FunctionName(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator
    public FunctionName {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException(
                    "function name", value, "1 to 63 of a-z, 0-9 and inner hyphens, the first a letter");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
