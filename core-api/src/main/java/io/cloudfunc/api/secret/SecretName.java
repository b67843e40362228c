package io.cloudfunc.api.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/** Name of a secret. As an aggregate's id it stands beside the names of functions, so {@code secret/} comes before it. */
public record SecretName(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator
    public SecretName {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException(
                    "secret name", value, "1 to 63 of a-z, 0-9 and inner hyphens, the first a letter");
        }
    }

    @Override
    public String toString() {
        return "secret/" + value;
    }
}
