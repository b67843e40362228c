package io.cloudfunc.shell.line;

import io.cloudfunc.shell.function.Language;
import io.cloudfunc.shell.print.OutputFormat;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.springframework.core.convert.support.GenericConversionService;

/**
 * From the words of a command line to its values; a refusal says what is expected. Only the types in use: the default
 * service registers a hundred.
 */
public final class Conversions extends GenericConversionService {

    /** Between the values of an option that was repeated: the one character that no argument can contain. */
    static final String SEPARATOR = "\0";

    /**
     * @param clock what "so long ago" is counted from
     */
    public Conversions(Clock clock) {
        addConverter(String.class, Boolean.class, Conversions::flag);
        addConverter(String.class, Integer.class, Conversions::number);
        addConverter(String.class, Double.class, Conversions::decimal);
        addConverter(String.class, Duration.class, Conversions::duration);
        addConverter(String.class, Instant.class, word -> instant(word, clock));
        addConverter(String.class, Path.class, Path::of);
        addConverter(String.class, OutputFormat.class, Conversions::format);
        addConverter(String.class, Language.class, Language::of);
        addConverter(String.class, String[].class, values -> values.split(SEPARATOR, -1));
    }

    private static Boolean flag(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static Integer number(String word) {
        if (!word.matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException("a whole number");
        }
        return Integer.valueOf(word);
    }

    private static Double decimal(String word) {
        if (!word.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("a number such as 2 or 0.5");
        }
        return Double.valueOf(word);
    }

    private static Duration duration(String word) {
        try {
            return Duration.parse(word.matches("[0-9]+(ms|s|m|h|d)") ? iso(word) : word);
        } catch (DateTimeParseException | ArithmeticException notDuration) {
            throw new IllegalArgumentException("a time such as 500ms, 5s, 2m, 1h or PT5S");
        }
    }

    private static Instant instant(String word, Clock clock) {
        try {
            if (word.matches("[0-9]+(ms|s|m|h|d)")) {
                return clock.instant().minus(Duration.parse(iso(word)));
            }
            return word.endsWith("Z")
                    ? Instant.parse(word)
                    : LocalDateTime.parse(word.replace(' ', 'T'))
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeException | ArithmeticException notAnInstant) {
            throw new IllegalArgumentException(
                    "an instant such as 2026-01-31T12:00:00Z or '2026-01-31 13:00:00' (here), or how long ago: 5m, 2h");
        }
    }

    private static String iso(String word) {
        var number = word.replaceAll("[^0-9]", "");
        return switch (word.substring(number.length())) {
            case "ms" ->
                "PT%sS".formatted(new BigDecimal(number).movePointLeft(3).toPlainString());
            case "d" -> "P%sD".formatted(number);
            default -> "PT" + word.toUpperCase(Locale.ROOT);
        };
    }

    private static OutputFormat format(String word) {
        return switch (word) {
            case "table" -> OutputFormat.TABLE;
            case "json" -> OutputFormat.JSON;
            default -> throw new IllegalArgumentException("table or json");
        };
    }
}
