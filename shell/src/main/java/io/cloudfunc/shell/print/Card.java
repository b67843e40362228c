package io.cloudfunc.shell.print;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing in full: a name and a value per line, whole, then a table where it has parts. */
public final class Card implements Lines {

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Lines> parts = new ArrayList<>();

    /** A line, left out if there is no value. */
    public Card line(String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, Plain.of(value));
        }
        return this;
    }

    public Card part(Lines part) {
        parts.add(part);
        return this;
    }

    @Override
    public List<String> lines(Console console) {
        var width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        var lines = new ArrayList<String>();
        values.forEach((name, value) ->
                lines.add(name + " ".repeat(width - name.length()) + "  " + console.paint(Paint.of(value), value)));
        parts.forEach(part -> {
            lines.add("");
            lines.addAll(part.lines(console));
        });
        return lines;
    }
}
