package io.cloudfunc.api.function;

import io.cloudfunc.api.problem.InvalidValueException;

/**
 * What a function or a secret may be called: in the namespace {@code default}, which is not written, or in another one,
 * before a dot. Looked at letter by letter, as {@link io.cloudfunc.api.container.WorkerId} is.
 */
public final class DottedName {

    private static final int LONGEST = 63;

    private DottedName() {}

    /** @throws InvalidValueException if the text is no such name */
    public static void check(String what, String text) {
        if (!is(text)) {
            throw new InvalidValueException(
                    what,
                    text,
                    "1 to 63 of a-z, 0-9 and inner hyphens, the first a letter; before it, if any, its namespace and a dot");
        }
    }

    private static boolean is(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        var dot = text.indexOf('.');
        return dot < 0 ? isPart(text) : isNamespace(text.substring(0, dot)) && isPart(text.substring(dot + 1));
    }

    /** One that is written; else one function would have two names. */
    private static boolean isNamespace(String text) {
        return isPart(text) && text.length() <= Namespace.LONGEST && !text.equals(Namespace.DEFAULT.value());
    }

    static boolean isPart(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0)) || text.endsWith("-")) {
            return false;
        }
        for (var place = 1; place < text.length(); place++) {
            var letter = text.charAt(place);
            if (!isLetter(letter) && (letter < '0' || letter > '9') && letter != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char letter) {
        return letter >= 'a' && letter <= 'z';
    }
}
