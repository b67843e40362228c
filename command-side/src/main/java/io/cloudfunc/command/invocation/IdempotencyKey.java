package io.cloudfunc.command.invocation;

import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what a caller marks requests that are one call, however often it sends them.
 *
 * @param value 1 to 255 printable ASCII characters, as the caller wrote them
 */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E]{0,253}[\\x21-\\x7E])?");

    IdempotencyKey {
        if (!VALID.matcher(value).matches()) {
            throw new InvalidValueException(HEADER, value, "1 to 255 printable ASCII characters");
        }
    }

    /** What marks a line of a batch that this marks. */
    String ofLine(int number) {
        return value + "/" + number;
    }

    static @Nullable IdempotencyKey ofNullable(@Nullable String header) {
        return header == null ? null : new IdempotencyKey(header);
    }
}
