package io.cloudfunc.query.view;

import io.cloudfunc.api.problem.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a page of a list ended, in a form that says nothing to clients.
 *
 * @param values of the columns that order the list, in the last row of the page
 */
record Cursor(List<String> values) {

    private static final String BETWEEN = "\n";

    Cursor {
        values = List.copyOf(values);
    }

    static Cursor parse(String text) {
        try {
            var joined = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return new Cursor(List.of(joined.split(BETWEEN, -1)));
        } catch (IllegalArgumentException notOurs) {
            throw unknown(text);
        }
    }

    /** As many values as the list is ordered by; a cursor of another list is an {@link InvalidValueException}. */
    List<String> values(int expected) {
        if (values.size() != expected || values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw unknown(toString());
        }
        return values;
    }

    private static InvalidValueException unknown(String text) {
        return new InvalidValueException("cursor", text, "the value of 'next' in a page of this list");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, values).getBytes(StandardCharsets.UTF_8));
    }
}
