package io.cloudfunc.shell.projection;

import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Projections as people read them. */
final class ProjectionViews {

    private ProjectionViews() {}

    static Lines list(JsonNode answer) {
        var table = new Table(
                Column.whole("PROJECTION"),
                Column.number("POSITION"),
                Column.number("BEHIND"),
                Column.number("LAG"),
                Column.whole("REBUILD"),
                Column.number("DONE"),
                Column.number("EVENTS"),
                Column.number("PER SECOND"),
                Column.text("PROBLEM"));
        each(answer)
                .forEach(projection -> table.row(
                        text(projection, "name"),
                        text(projection, "position"),
                        text(projection, "behind"),
                        Times.span(text(projection, "lag")),
                        text(projection.path("rebuild"), "state"),
                        percent(projection.path("rebuild")),
                        text(projection.path("rebuild"), "events"),
                        text(projection.path("rebuild"), "eventsPerSecond"),
                        text(projection.path("rebuild"), "problem")));
        return table;
    }

    static String percent(JsonNode rebuild) {
        return rebuild.isObject()
                ? "%.0f %%".formatted(Math.floor(rebuild.path("share").asDouble(0) * 100))
                : "";
    }

    static Lines checks(JsonNode answer) {
        var table = new Table(
                Column.whole("PROJECTION"),
                Column.whole("EQUAL"),
                Column.number("POSITION"),
                Column.number("EVENTS"),
                Column.number("ROWS"),
                Column.number("MISSING"),
                Column.number("EXTRA"),
                Column.number("DIFFERENT"),
                Column.text("FIRST"));
        each(answer)
                .forEach(check -> table.row(
                        text(check, "projection"),
                        check.path("equal").asBoolean(false) ? "yes" : "no",
                        text(check, "position"),
                        text(check, "events"),
                        text(check, "rows"),
                        text(check, "missing"),
                        text(check, "extra"),
                        text(check, "different"),
                        first(check.path("findings").path(0))));
        return table;
    }

    private static String first(JsonNode finding) {
        return finding.isObject() ? text(finding, "sort").toLowerCase(Locale.ROOT) + ": " + text(finding, "key") : "";
    }

    /** The items of a list, or the one that was asked for. */
    static Stream<JsonNode> each(JsonNode answer) {
        return answer.has("items") ? answer.path("items").valueStream() : Stream.of(answer);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
