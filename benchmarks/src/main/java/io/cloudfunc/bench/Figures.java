package io.cloudfunc.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Measured values by name, in sections, in the order in which they were put. */
final class Figures {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode values = JSON.createObjectNode();

    /** Rounded to a thousandth. */
    Figures put(String name, double value) {
        values.put(name, rounded(value));
        return this;
    }

    Figures put(String name, long value) {
        values.put(name, value);
        return this;
    }

    Figures put(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** Each rounded to a thousandth. */
    Figures put(String name, ByRound rounds) {
        var array = values.putArray(name);
        rounds.all().forEach(value -> array.add(rounded(value)));
        return this;
    }

    Figures put(String name, Figures section) {
        values.set(name, section.values);
        return this;
    }

    String json() {
        return values.toPrettyString();
    }

    /** A line for each value, sections indented. */
    String text() {
        return text(values, "").stripTrailing();
    }

    private static String text(ObjectNode section, String indent) {
        var lines = new StringBuilder();
        section.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode inner) {
                lines.append(indent).append(field.getKey()).append('\n').append(text(inner, indent + "  "));
            } else {
                lines.append("%s%-36s%s%n".formatted(indent, field.getKey(), words(field.getValue())));
            }
        });
        return lines.toString();
    }

    private static String words(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "))
                : value.asString();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    static void progress(String words, Object... arguments) {
        System.err.println("  " + String.format(Locale.ROOT, words, arguments));
    }
}
