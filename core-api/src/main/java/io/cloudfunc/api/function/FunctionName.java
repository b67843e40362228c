package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;

/** Name of a function: the aggregate id, and a part of its URL. */
public record FunctionName(@JsonValue String value) {

    private static final int LONGEST = 63;

    @JsonCreator
    public FunctionName {
        if (!isValid(value)) {
            throw new InvalidValueException(
                    "function name", value, "1 to 63 of a-z, 0-9 and inner hyphens, the first a letter");
        }
    }

    /** Looked at letter by letter, as {@link io.cloudfunc.api.container.WorkerId} is. */
    private static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > LONGEST || !isLetter(value.charAt(0)) || value.endsWith("-")) {
            return false;
        }
        for (var place = 1; place < value.length(); place++) {
            var letter = value.charAt(place);
            if (!isLetter(letter) && (letter < '0' || letter > '9') && letter != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char letter) {
        return letter >= 'a' && letter <= 'z';
    }

    @Override
    public String toString() {
        return value;
    }
}
