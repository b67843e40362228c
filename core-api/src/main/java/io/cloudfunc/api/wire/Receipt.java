package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;

/**
 * Comes with a call that is sent to a worker, and proves to the command side that who reports was given it. Only those
 * with the database can make one; to a worker it is a text of at most 200 characters that it returns as it is.
 */
public record Receipt(@JsonValue String token) {

    private static final int LONGEST = 200;

    @JsonCreator
    public Receipt {
        if (token.isEmpty() || token.length() > LONGEST) {
            throw new InvalidValueException(
                    "receipt", token.length() + " characters", "1 to %d characters".formatted(LONGEST));
        }
    }
}
