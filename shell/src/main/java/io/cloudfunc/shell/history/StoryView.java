package io.cloudfunc.shell.history;

import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import tools.jackson.databind.JsonNode;

/** What happened to a call, step by step with the time that each took, and the events that say so. */
final class StoryView {

    private StoryView() {}

    /** Of a function or container there is no story: then the events alone. */
    static Lines of(JsonNode history) {
        return history.path("story").isEmpty() ? EventView.list(history) : story(history);
    }

    private static Lines story(JsonNode history) {
        var steps = new Table(
                Column.whole("STEP"),
                Column.number("ATTEMPT"),
                Column.number("TOOK"),
                Column.whole("AT"),
                Column.text("WHICH"));
        history.path("story")
                .forEach(step -> steps.row(
                        text(step, "kind"),
                        text(step, "attempt"),
                        Times.span(text(step, "took")),
                        Times.millisecond(text(step, "at")),
                        (step.path("inferred").asBoolean(false) ? "(inferred) " : "") + text(step, "detail")));
        return new Card()
                .line("Took", Times.span(text(history, "total")))
                .part(steps)
                .part(EventView.list(history));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
