package io.cloudfunc.command.invocation;

import io.cloudfunc.api.problem.InvalidValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;

/** Takes a batch apart: each line that is not blank is one JSON value. */
final class Lines {

    static final int MOST = 1_000;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String EXPECTED = "one JSON value";

    private Lines() {}

    /** @throws InvalidValueException if there is none, or one too many, or one that is not a JSON value */
    static List<Line> in(byte[] body) {
        var lines = new ArrayList<Line>();
        var number = 0;
        for (int from = 0, end; from < body.length; from = end + 1) {
            end = endOfLine(body, from);
            number++;
            var first = firstWritten(body, from, end);
            if (first < end) {
                lines.add(line(number, body, first, lastWritten(body, end) + 1));
            }
        }
        if (lines.isEmpty() || lines.size() > MOST) {
            throw new InvalidValueException(
                    "body", "%d lines".formatted(lines.size()), "1 to %d lines with %s each".formatted(MOST, EXPECTED));
        }
        return lines;
    }

    private static int endOfLine(byte[] body, int from) {
        var end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int firstWritten(byte[] body, int from, int end) {
        var first = from;
        while (first < end && isSpace(body[first])) {
            first++;
        }
        return first;
    }

    private static int lastWritten(byte[] body, int end) {
        var last = end - 1;
        while (isSpace(body[last])) {
            last--;
        }
        return last;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    private static Line line(int number, byte[] body, int from, int end) {
        try (var json = JSON.createParser(body, from, end - from)) {
            json.nextToken();
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new InvalidValueException("line " + number, "more than one", EXPECTED);
            }
        } catch (JacksonException broken) {
            var place = broken.getLocation();
            throw new InvalidValueException(
                    "line " + number,
                    "a text that breaks off or goes wrong at column %d"
                            .formatted(place == null ? 1 : place.getColumnNr()),
                    EXPECTED);
        }
        return new Line(number, Arrays.copyOfRange(body, from, end));
    }
}
