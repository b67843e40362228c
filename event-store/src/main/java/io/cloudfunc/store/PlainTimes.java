package io.cloudfunc.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads instants and durations as events have them. {@code java.time} reads more than that, and so took a quarter of the
 * time of making views anew; what is written in another way is left to it.
 */
final class PlainTimes extends SimpleModule {

    private static final int SHORTEST_INSTANT = "2026-01-31T12:00:00Z".length();
    private static final int LONGEST_INSTANT = "2026-01-31T12:00:00.123456789Z".length();
    private static final int NANO_DIGITS = 9;
    private static final long SECONDS_PER_DAY = 86_400;

    PlainTimes() {
        addDeserializer(Instant.class, new FromText<>(Instant.class, PlainTimes::instant));
        addDeserializer(Duration.class, new FromText<>(Duration.class, PlainTimes::duration));
    }

    private static final class FromText<T> extends FromStringDeserializer<T> {

        private final Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            try {
                return parse.apply(text);
            } catch (DateTimeException none) {
                throw context.weirdStringException(text, handledType(), String.valueOf(none.getMessage()));
            }
        }
    }

    /** As {@link Instant#parse}. */
    static Instant instant(String text) {
        var end = text.length() - 1;
        if (text.length() < SHORTEST_INSTANT
                || text.length() > LONGEST_INSTANT
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(end) != 'Z') {
            return Instant.parse(text);
        }
        var hour = number(text, 11, 13);
        var minute = number(text, 14, 16);
        var second = number(text, 17, 19);
        var nanos = nanos(text, 19, end);
        var year = number(text, 0, 4);
        var month = number(text, 5, 7);
        var day = number(text, 8, 10);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0 || year < 0) {
            return Instant.parse(text);
        }
        var days = LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
        return Instant.ofEpochSecond(days * SECONDS_PER_DAY + hour * 3_600 + minute * 60 + second, nanos);
    }

    /** As {@link Duration#parse}. */
    static Duration duration(String text) {
        var end = text.length() - 1;
        if (end < 3 || !text.startsWith("PT") || text.charAt(end) != 'S') {
            return Duration.parse(text);
        }
        var point = text.indexOf('.');
        var secondsEnd = point < 0 ? end : point;
        var seconds = number(text, 2, secondsEnd);
        var nanos = nanos(text, secondsEnd, end);
        return seconds < 0 || nanos < 0 ? Duration.parse(text) : Duration.ofSeconds(seconds, nanos);
    }

    /** Of a point and up to nine digits, or of nothing; -1 of anything else. */
    private static long nanos(String text, int from, int to) {
        if (from == to) {
            return 0;
        }
        var digits = to - from - 1;
        if (text.charAt(from) != '.' || digits > NANO_DIGITS) {
            return -1;
        }
        var value = number(text, from + 1, to);
        for (var digit = digits; digit < NANO_DIGITS; digit++) {
            value *= 10;
        }
        return value;
    }

    /** Of up to nine digits; negative if there are none, more, or others. */
    private static long number(String text, int from, int to) {
        if (from >= to || to - from > NANO_DIGITS) {
            return -1;
        }
        var value = 0L;
        for (var place = from; place < to; place++) {
            var digit = text.charAt(place) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
