package io.cloudfunc.api.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some namespaces, or all that there are and will be.
 *
 * @param values their names, at most 100; {@code *} alone: all
 */
public record Namespaces(@JsonValue Set<String> values) {

    private static final String EVERY = "*";
    private static final int MOST = 100;

    public static final Namespaces ALL = new Namespaces(Set.of(EVERY));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Namespaces {
        if (values.isEmpty() || values.size() > MOST) {
            throw new InvalidValueException("namespaces", values.size() + " names", "1 to %d, or *".formatted(MOST));
        }
        for (var value : values) {
            check(value);
        }
        values = values.contains(EVERY) ? Set.of(EVERY) : Collections.unmodifiableSet(new TreeSet<>(values));
    }

    private static void check(@Nullable String value) {
        if (value == null) {
            throw new InvalidValueException("namespaces", "null", "names of namespaces, or *");
        }
        if (!value.equals(EVERY)) {
            new Namespace(value);
        }
    }

    public boolean areAll() {
        return this.equals(ALL);
    }

    public boolean include(Namespace namespace) {
        return areAll() || values.contains(namespace.value());
    }

    /** Whether they have the function or secret of that name, if there is one; the text may be no name at all. */
    public boolean have(String name) {
        return areAll() || values.contains(Namespace.textIn(name));
    }

    /** What is stored: all are not written down. */
    public @Nullable Namespaces unlessAll() {
        return areAll() ? null : this;
    }

    @Override
    public String toString() {
        return String.join(",", values);
    }
}
