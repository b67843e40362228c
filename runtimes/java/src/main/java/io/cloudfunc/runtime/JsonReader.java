package io.cloudfunc.runtime;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * JSON in UTF-8 as Java's values: maps in the order of the text, lists, strings, booleans and null; whole numbers as
 * {@code Long}, larger ones as {@code BigInteger}, all others as {@code Double}.
 */
final class JsonReader {

    private static final int DEEPEST = 1_000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws NotJsonException which says why and where */
    static Object read(byte[] json) {
        var text = decoded(json);
        return new JsonReader(text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text).whole();
    }

    private static String decoded(byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new NotJsonException("not UTF-8");
        }
    }

    private Object whole() {
        skipBlanks();
        var value = value();
        skipBlanks();
        if (at < text.length()) {
            throw unexpected();
        }
        return value;
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        var members = new LinkedHashMap<String, Object>();
        open();
        if (!closes('}')) {
            do {
                skipBlanks();
                if (peek() != '"') {
                    throw unexpected();
                }
                var name = string();
                skipBlanks();
                expect(':');
                skipBlanks();
                members.put(name, value());
            } while (continues('}'));
        }
        depth--;
        return members;
    }

    private List<Object> array() {
        var items = new ArrayList<Object>();
        open();
        if (!closes(']')) {
            do {
                skipBlanks();
                items.add(value());
            } while (continues(']'));
        }
        depth--;
        return items;
    }

    private void open() {
        if (++depth > DEEPEST) {
            throw new NotJsonException("nested deeper than %,d".formatted(DEEPEST));
        }
        at++;
        skipBlanks();
    }

    private boolean closes(char end) {
        if (peek() != end) {
            return false;
        }
        at++;
        return true;
    }

    private boolean continues(char end) {
        skipBlanks();
        if (closes(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        at++;
        var start = at;
        while (peek() != '"' && peek() != '\\' && peek() >= ' ') {
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        var result = new StringBuilder(text.substring(start, at));
        while (peek() != '"') {
            result.append(character());
        }
        at++;
        return result.toString();
    }

    private char character() {
        var one = peek();
        if (one < ' ') {
            throw unexpected();
        }
        at++;
        return one == '\\' ? escaped() : one;
    }

    private char escaped() {
        var one = peek();
        at++;
        return switch (one) {
            case '"', '\\', '/' -> one;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> {
                at--;
                throw unexpected();
            }
        };
    }

    private char hexadecimal() {
        var code = 0;
        for (var digits = 0; digits < 4; digits++) {
            var digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw unexpected();
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return meaning;
    }

    private Object number() {
        var matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw unexpected();
        }
        at = matcher.end();
        var number = matcher.group();
        if (matcher.group(2) == null && matcher.group(3) == null) {
            return whole(number);
        }
        var value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw new NotJsonException("the number %s is too large".formatted(number));
        }
        return value;
    }

    private static Object whole(String number) {
        try {
            return Long.valueOf(number);
        } catch (NumberFormatException large) {
            return new BigInteger(number);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw unexpected();
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw new NotJsonException("it ends too early");
        }
        return text.charAt(at);
    }

    private NotJsonException unexpected() {
        return new NotJsonException("'%s' at position %d was not expected".formatted(text.charAt(at), at));
    }
}
