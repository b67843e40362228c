package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Invocations as people read them. */
final class InvocationViews {

    private InvocationViews() {}

    static Lines list(JsonNode answer) {
        var table = new Table(
                Column.whole("ID"),
                Column.text("FUNCTION"),
                Column.whole("STATE"),
                Column.whole("START"),
                Column.number("TOOK"),
                Column.text("FAILURE"),
                Column.whole("REQUESTED"),
                Column.number("REVISION"));
        answer.path("items")
                .forEach(invocation -> table.row(
                        text(invocation, "id"),
                        text(invocation, "function"),
                        text(invocation, "state"),
                        text(invocation, "start"),
                        took(invocation),
                        text(invocation.path("failure"), "kind"),
                        Times.second(text(invocation, "requestedAt")),
                        text(invocation, "revision")));
        return table;
    }

    static Lines one(JsonNode invocation) {
        return new Card()
                .line("Id", text(invocation, "id"))
                .line(
                        "Function",
                        "%s revision %s".formatted(text(invocation, "function"), text(invocation, "revision")))
                .line("State", text(invocation, "state"))
                .line("Failure", failure(invocation.path("failure")))
                .line("Start", start(invocation))
                .line("Container", text(invocation, "container"))
                .line("Worker", text(invocation, "worker"))
                .line("Attempts", text(invocation, "attempts"))
                .line("Duplicates", unlessZero(text(invocation, "duplicates")))
                .line("Requested", Times.millisecond(text(invocation, "requestedAt")))
                .line("Started", Times.millisecond(text(invocation, "startedAt")))
                .line("Ended", Times.millisecond(text(invocation, "endedAt")))
                .line("Due", text(invocation, "endedAt").isEmpty() ? Times.second(text(invocation, "due")) : "")
                .line("Took", took(invocation))
                .line("Phases", phases(invocation.path("phases")))
                .line("Input", content(invocation.path("input")))
                .line("Output", content(invocation.path("output")))
                .line("Log", content(invocation.path("log")));
    }

    private static String took(JsonNode invocation) {
        return Times.between(text(invocation, "requestedAt"), text(invocation, "endedAt"));
    }

    private static String start(JsonNode invocation) {
        var reason = text(invocation, "coldReason");
        return text(invocation, "start") + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String failure(JsonNode failure) {
        return failure.isObject() ? text(failure, "kind") + ": " + text(failure, "message") : "";
    }

    private static String unlessZero(String count) {
        return count.equals("0") ? "" : count;
    }

    private static String phases(JsonNode phases) {
        return phases.propertyStream()
                .map(phase -> phase.getKey() + " " + Times.span(phase.getValue().asString("")))
                .collect(Collectors.joining(", "));
    }

    private static String content(JsonNode content) {
        return content.isObject() ? "%s, %s bytes".formatted(text(content, "contentType"), text(content, "size")) : "";
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
