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
        if (millis < 1_000) {
            return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
        }
        if (duration.toMinutes() < 2) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        return duration.toHours() < 2
                ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
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
