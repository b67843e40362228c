package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What functions and secrets of one team have in common: the part of their names before the dot. */
public record Namespace(@JsonValue String value) {

    /** That of names without a dot. */
    public static final Namespace DEFAULT = new Namespace("default");

    static final int LONGEST = 40;

    @JsonCreator
    public Namespace {
        if (value.length() > LONGEST || !DottedName.isPart(value)) {
            throw new InvalidValueException(
                    "namespace", value, "1 to 40 of a-z, 0-9 and inner hyphens, the first a letter");
        }
    }

    /** @throws InvalidValueException if one of the names is none of a namespace */
    public static Set<Namespace> allOf(Collection<String> names) {
        return names.stream().map(Namespace::new).collect(Collectors.toUnmodifiableSet());
    }

    /** The text of the namespace in which a name would be, whether it is a valid one or not. */
    public static String textIn(String name) {
        var dot = name.indexOf('.');
        return dot < 0 ? DEFAULT.value : name.substring(0, dot);
    }

    @Override
    public String toString() {
        return value;
    }
}
