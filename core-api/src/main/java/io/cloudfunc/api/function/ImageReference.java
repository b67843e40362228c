package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/** Reference of a container image, as an engine resolves it. */
public record ImageReference(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/@-]{0,254}");

    @JsonCreator
    public ImageReference {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException(
                    "image", value, "an image reference such as registry/name:tag, at most 255 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
