package io.cloudfunc.api.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/** The public beginning of an API key: names the key, and in events the caller, without telling who that is. */
public record KeyId(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("cf_[0-9a-f]{12}");

    @JsonCreator
    public KeyId {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException("key id", value, "cf_ and 12 hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
