package io.cloudfunc.api.invocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Instant;
import java.util.UUID;

/** Id of an invocation, ordered by time (UUID version 7): the aggregate id, and a part of its URL. */
public record InvocationId(@JsonValue UUID value) {

    /** Parses the canonical form of a UUID; anything else is an {@link InvalidValueException}. */
    @JsonCreator
    public static InvocationId parse(String text) {
        try {
            var uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return new InvocationId(uuid);
            }
        } catch (IllegalArgumentException notAUuid) {
            // answered below, with the same words as a UUID in a short form
        }
        throw new InvalidValueException("invocation id", text, "a UUID in its canonical form");
    }

    /** The last id of that millisecond: all that were made up to then are at most this one, in the order of their text. */
    public static InvocationId lastOf(Instant millisecond) {
        return new InvocationId(new UUID(millisecond.toEpochMilli() << 16 | 0x7fff, -1));
    }

    /** When it was made, to the millisecond: it is a UUID of version 7. */
    public Instant madeAt() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
