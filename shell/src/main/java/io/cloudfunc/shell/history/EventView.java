package io.cloudfunc.shell.history;

import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Events as people read them: of each, what the events before it did not say already, without instants that only
 * repeat its own, with long hashes abbreviated, and of variables only the names (values may be secrets). JSON has all of their data.
 */
public final class EventView {

    private static final String HASH = "(sha256:)?([0-9a-f]{12})[0-9a-f]{52}";

    private final Map<String, String> said = new HashMap<>();

    private EventView() {}

    public static Lines list(JsonNode answer) {
        var table =
                new Table(Column.number("POSITION"), Column.whole("AT"), Column.whole("EVENT"), Column.text("DATA"));
        var view = new EventView();
        answer.path("items")
                .forEach(event -> table.row(
                        event.path("position").asString(""),
                        Times.millisecond(event.path("at").asString("")),
                        event.path("type").asString(""),
                        by(event.path("caller")) + view.news(event.path("data"))));
        return table;
    }

    private static String by(JsonNode caller) {
        return caller.isString() ? "by=" + caller.asString() + " " : "";
    }

    private String news(JsonNode data) {
        return values("", data)
                .filter(value -> !value.getValue().equals(said.put(value.getKey(), value.getValue())))
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Stream<Map.Entry<String, String>> values(String prefix, JsonNode data) {
        return data.propertyStream()
                .filter(property -> !property.getKey().endsWith("At"))
                .flatMap(property -> value(prefix + property.getKey(), property.getValue()));
    }

    private static Stream<Map.Entry<String, String>> value(String name, JsonNode value) {
        if (name.equals("settings.environment")) {
            return value.isEmpty()
                    ? Stream.empty()
                    : Stream.of(Map.entry(name, String.join(",", value.propertyNames())));
        }
        if (value.isObject()) {
            return values(name + ".", value);
        }
        return value.isNull() || !value.isValueNode()
                ? Stream.empty()
                : Stream.of(Map.entry(name, readable(value.asString(""))));
    }

    private static String readable(String value) {
        return value.startsWith("PT") ? Times.span(value).replace(" ", "") : value.replaceFirst("^" + HASH + "$", "$2");
    }
}
