package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a typed line into words. A word may be quoted by {@code '} (all literal) or {@code "} (with {@code \"} and
 * {@code \\}), also after {@code --option=}; a word that begins with a brace or bracket is JSON and ends with its
 * partner, blanks and quotes included.
 */
final class Words {

    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static List<String> of(String line) {
        return new Words(line).split();
    }

    private List<String> split() {
        var words = new ArrayList<String>();
        for (skipBlanks(); at < line.length(); skipBlanks()) {
            words.add(word());
        }
        return words;
    }

    private void skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }

    private String word() {
        var word = new StringBuilder();
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            if (startsValue(word)) {
                value(word);
            } else {
                word.append(line.charAt(at++));
            }
        }
        return word.toString();
    }

    /** Quotes and braces mean something at the beginning of a value only. */
    private boolean startsValue(CharSequence word) {
        var soFar = word.toString();
        return soFar.isEmpty() || soFar.matches("-[a-zA-Z-]*=");
    }

    private void value(StringBuilder word) {
        switch (line.charAt(at)) {
            case '\'' -> literal(word);
            case '"' -> quoted(word);
            case '{', '[' -> json(word);
            default -> word.append(line.charAt(at++));
        }
    }

    private void literal(StringBuilder word) {
        var end = line.indexOf('\'', at + 1);
        if (end < 0) {
            throw unclosed();
        }
        word.append(line, at + 1, end);
        at = end + 1;
    }

    private void quoted(StringBuilder word) {
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\' && at + 1 < line.length() && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            word.append(line.charAt(at));
        }
        if (at == line.length()) {
            throw unclosed();
        }
        at++;
    }

    private void json(StringBuilder word) {
        var begin = at;
        var depth = 0;
        do {
            switch (line.charAt(at)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> at = endOfString();
                default -> {}
            }
            at++;
        } while (depth > 0 && at < line.length());
        word.append(line, begin, at);
    }

    /** Of the JSON string that begins here; the line's last character if it has no end. */
    private int endOfString() {
        var end = at + 1;
        while (end < line.length() - 1 && line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, line.length() - 1);
    }

    private CommandFailedException unclosed() {
        return CommandFailedException.usage(
                "A quote is not closed: %s".formatted(line.substring(Math.min(at, line.length() - 1))));
    }
}
