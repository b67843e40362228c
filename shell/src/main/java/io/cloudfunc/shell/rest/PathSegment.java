package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One part of a path. Only what cannot travel as one part is refused here; the server knows the real rules. */
public final class PathSegment {

    private PathSegment() {}

    public static String of(String what, String value) {
        if (value.isBlank()
                || value.equals(".")
                || value.equals("..")
                || value.chars().anyMatch(PathSegment::breaks)) {
            throw CommandFailedException.invalid(what, value, "letters, digits and inner hyphens");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean breaks(int character) {
        return character == '/' || character == '\\' || character == ';' || Character.isISOControl(character);
    }
}
