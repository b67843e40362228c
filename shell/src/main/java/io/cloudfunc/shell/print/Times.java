package io.cloudfunc.shell.print;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and durations of the API (ISO 8601), for people. Absent ones, and what is none, are shown as they are. */
public final class Times {

    private Times() {}

    /** Local time to the second. */
    public static String second(String instant) {
        return local(instant, ChronoUnit.SECONDS);
    }

    /** Local time to the millisecond. */
    public static String millisecond(String instant) {
        return local(instant, ChronoUnit.MILLIS);
    }

    private static String local(String instant, ChronoUnit precision) {
        try {
            var time = LocalDateTime.ofInstant(Instant.parse(instant), ZoneId.systemDefault());
            var seconds = "%s %02d:%02d:%02d"
                    .formatted(time.toLocalDate(), time.getHour(), time.getMinute(), time.getSecond());
            return precision == ChronoUnit.SECONDS ? seconds : seconds + ".%03d".formatted(time.getNano() / 1_000_000);
        } catch (DateTimeParseException notAnInstant) {
            return instant;
        }
    }

    /** Three digits or so, with the unit that suits them. */
    public static String span(Duration duration) {
        var millis = duration.toNanos() / 1e6;
        if (Math.abs(millis) < 999.5) {
            return (Math.abs(millis) < 9.95 ? tenths(millis) : "%.0f".formatted(millis)) + " ms";
        }
        if (duration.abs().toMinutes() < 2) {
            return tenths(millis / 1e3) + " s";
        }
        return duration.abs().toHours() < 2
                ? parts(duration.toMinutes(), "min", duration.toSecondsPart(), "s")
                : parts(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
    }

    private static String parts(long whole, String unit, int rest, String smaller) {
        return rest == 0 ? "%d %s".formatted(whole, unit) : "%d %s %d %s".formatted(whole, unit, rest, smaller);
    }

    public static String span(String iso) {
        try {
            return span(Duration.parse(iso));
        } catch (DateTimeParseException notADuration) {
            return iso;
        }
    }

    /** From one instant to another; empty when one is absent. */
    public static String between(String from, String to) {
        try {
            return span(Duration.between(Instant.parse(from), Instant.parse(to)));
        } catch (DateTimeParseException absent) {
            return "";
        }
    }
}
