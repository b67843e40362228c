package io.cloudfunc.trail;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a line of an export, in either format. */
public final class LineReader {

    private LineReader() {}

    /**
     * @throws IllegalArgumentException if it is no such line
     */
    public static TrailLine read(String line) {
        try {
            return line(fields(line));
        } catch (JacksonException | NullPointerException | java.time.DateTimeException notOne) {
            throw new IllegalArgumentException("not a line of an exported trail", notOne);
        }
    }

    private static TrailLine line(Map<String, String> fields) {
        return fields.containsKey("specversion") ? cloudEvent(fields) : own(fields);
    }

    private static TrailLine own(Map<String, String> fields) {
        if (fields.containsKey(TrailFormat.HEAD)) {
            return head(of(fields, TrailFormat.HEAD));
        }
        if (fields.containsKey(TrailFormat.SEAL)) {
            return SealJson.seal(of(fields, TrailFormat.SEAL));
        }
        return new TrailLine.Event(new TrailEvent(
                Long.parseLong(of(fields, "position")),
                of(fields, "id"),
                fields.get("aggregateType"),
                of(fields, "aggregate"),
                Long.parseLong(of(fields, "sequence")),
                of(fields, "type"),
                fields.get("revision"),
                of(fields, "at"),
                of(fields, "payload"),
                of(fields, "metadata")));
    }

    private static TrailLine cloudEvent(Map<String, String> fields) {
        var type = of(fields, "type");
        if (type.equals(TrailFormat.ABOUT + TrailFormat.HEAD)) {
            return head(of(fields, "data"));
        }
        if (type.equals(TrailFormat.ABOUT + TrailFormat.SEAL)) {
            return SealJson.seal(of(fields, "data"));
        }
        return new TrailLine.Event(new TrailEvent(
                Long.parseLong(of(fields, "position")),
                of(fields, "id"),
                fields.get("aggregatetype"),
                of(fields, "subject"),
                Long.parseLong(of(fields, "sequence")),
                type,
                fields.get("typerevision"),
                of(fields, "time"),
                of(fields, "data"),
                of(fields, "metadata")));
    }

    private static TrailLine head(String json) {
        var filter = TrailFormat.JSON.readTree(json).path("filter");
        return new TrailLine.Head(filter.isString() ? filter.asString() : null);
    }

    private static String of(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    /** The fields of the object: texts as they are meant, objects letter by letter as they stand there. */
    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        try (var parser = TrailFormat.JSON.createParser(line)) {
            expect(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    fields.put(name, value(parser, line));
                }
            }
        }
        return fields;
    }

    private static String value(JsonParser parser, String line) {
        if (!parser.currentToken().isStructStart()) {
            return parser.getString();
        }
        var start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return line.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private static void expect(JsonToken wanted, @Nullable JsonToken found) {
        if (found != wanted) {
            throw new IllegalArgumentException("not a line of an exported trail: it is no object");
        }
    }
}
