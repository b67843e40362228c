package io.cloudfunc.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Java's values as JSON: maps, iterables, arrays, records, text, numbers, booleans and null; enums, UUIDs and times as
 * their text, an optional as what is in it.
 */
final class JsonWriter {

    private static final int DEEPEST = 1_000;

    private final StringBuilder out = new StringBuilder();
    private int depth;

    private JsonWriter() {}

    /** @throws NotJsonException which names what JSON cannot express */
    static byte[] write(Object value) {
        var writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        if (++depth > DEEPEST) {
            throw new NotJsonException("nested deeper than %,d".formatted(DEEPEST));
        }
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth);
            case Number number -> number(number);
            case CharSequence text -> text(text.toString());
            case Character one -> text(one.toString());
            case Enum<?> constant -> text(constant.name());
            case UUID id -> text(id.toString());
            case TemporalAccessor time -> text(time.toString());
            case Optional<?> maybe -> value(maybe.orElse(null));
            case Map<?, ?> map -> members(map);
            case Iterable<?> items -> items(items);
            case Record record -> components(record);
            default -> array(value);
        }
        depth--;
    }

    private void number(Number number) {
        switch (number) {
            case Double real when Double.isFinite(real) -> out.append(real);
            case Float real when Float.isFinite(real) -> out.append(real);
            case Long _, Integer _, Short _, Byte _, BigInteger _, BigDecimal _ -> out.append(number);
            default -> throw new NotJsonException("the number " + number + " is not JSON");
        }
    }

    private void members(Map<?, ?> map) {
        out.append('{');
        var separator = "";
        for (var member : map.entrySet()) {
            if (!(member.getKey() instanceof CharSequence || member.getKey() instanceof Enum<?>)) {
                throw new NotJsonException("the key " + member.getKey() + " is no text");
            }
            out.append(separator);
            text(member.getKey().toString());
            out.append(':');
            value(member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void items(Iterable<?> items) {
        out.append('[');
        var separator = "";
        for (var item : items) {
            out.append(separator);
            value(item);
            separator = ",";
        }
        out.append(']');
    }

    private void array(Object value) {
        if (!value.getClass().isArray()) {
            throw new NotJsonException(value.getClass().getTypeName() + " is not JSON");
        }
        out.append('[');
        for (var at = 0; at < Array.getLength(value); at++) {
            out.append(at == 0 ? "" : ",");
            value(Array.get(value, at));
        }
        out.append(']');
    }

    private void components(Record record) {
        out.append('{');
        var separator = "";
        for (var component : record.getClass().getRecordComponents()) {
            out.append(separator);
            text(component.getName());
            out.append(':');
            var accessor = component.getAccessor();
            try {
                accessor.setAccessible(true);
                value(accessor.invoke(record));
            } catch (IllegalAccessException | InvocationTargetException unreadable) {
                throw new NotJsonException("%s of %s cannot be read"
                        .formatted(component.getName(), record.getClass().getTypeName()));
            }
            separator = ",";
        }
        out.append('}');
    }

    private void text(String text) {
        out.append('"');
        for (var at = 0; at < text.length(); at++) {
            var one = text.charAt(at);
            if (Character.isHighSurrogate(one)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                out.append(one).append(text.charAt(++at));
            } else {
                character(one);
            }
        }
        out.append('"');
    }

    private void character(char one) {
        switch (one) {
            case '"', '\\' -> out.append('\\').append(one);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (one < ' ' || Character.isSurrogate(one)) {
                    out.append("\\u%04x".formatted((int) one));
                } else {
                    out.append(one);
                }
            }
        }
    }
}
