package io.cloudfunc.shell.print;

import io.cloudfunc.shell.rest.Json;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Shows an answer in the format that the user asked for. */
public final class Printer {

    private final Console console;

    public Printer(Console console) {
        this.console = console;
    }

    public void print(OutputFormat format, JsonNode answer, Function<JsonNode, Lines> forPeople) {
        switch (format) {
            case JSON -> json(answer);
            case TABLE -> forPeople.apply(answer).lines(console).forEach(console::line);
        }
    }

    /** Like {@link #print}; where there are no items, the user is told so instead of shown a table without rows. */
    public void list(OutputFormat format, JsonNode answer, Function<JsonNode, Lines> forPeople, String none) {
        if (format == OutputFormat.TABLE && answer.path("items").isEmpty()) {
            console.say(none);
        } else {
            print(format, answer, forPeople);
        }
    }

    /** On one line for programs, indented for people. */
    public void json(JsonNode answer) {
        console.line(console.terminal() ? Json.writeIndented(answer) : Json.writeText(answer));
    }
}
