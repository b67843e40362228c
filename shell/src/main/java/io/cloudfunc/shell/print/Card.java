package io.cloudfunc.shell.print;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing in full: a name and a value, whole and on a terminal broken between words, then a table where it has parts. */
public final class Card implements Lines {

    private static final String GAP = "  ";
    private static final int NO_BOUND = Integer.MAX_VALUE;

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
        values.forEach((name, value) -> lines.addAll(entry(console, name + " ".repeat(width - name.length()), value)));
        parts.forEach(part -> {
            lines.add("");
            lines.addAll(part.lines(console));
        });
        return lines;
    }

    private static List<String> entry(Console console, String name, String value) {
        var room =
                console.terminal() ? Math.max(1, console.width().getAsInt() - name.length() - GAP.length()) : NO_BOUND;
        var lines = new ArrayList<String>();
        wrapped(value, room).forEach(part -> {
            var margin = lines.isEmpty() ? name : " ".repeat(name.length());
            lines.add(margin + GAP + console.paint(Paint.of(value), part));
        });
        return lines;
    }

    /** Broken between words; a word that is too long for a line stays whole. */
    private static List<String> wrapped(String text, int room) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (rest.length() > room) {
            var before = rest.lastIndexOf(' ', room);
            var end = before > 0 ? before : rest.indexOf(' ');
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        lines.add(rest);
        return lines;
    }
}
