package io.cloudfunc.shell.history;

import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Events as people read them; JSON has all of their data. */
public final class EventView {

    private EventView() {}

    public static Lines list(JsonNode answer) {
        var table =
                new Table(Column.number("POSITION"), Column.whole("AT"), Column.whole("EVENT"), Column.text("DATA"));
        answer.path("items")
                .forEach(event -> table.row(
                        event.path("position").asString(""),
                        Times.millisecond(event.path("at").asString("")),
                        event.path("type").asString(""),
                        simpleValues(event.path("data"))));
        return table;
    }

    private static String simpleValues(JsonNode data) {
        return data.propertyStream()
                .filter(property -> property.getValue().isValueNode()
                        && !property.getValue().isNull())
                .map(EventView::assignment)
                .collect(Collectors.joining(" "));
    }

    private static String assignment(Map.Entry<String, JsonNode> property) {
        return property.getKey() + "=" + property.getValue().asString("");
    }
}
