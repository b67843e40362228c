package io.cloudfunc.query.view;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.store.Timeline;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * Reads the {@code ?at=} of a request: an instant in ISO 8601, from the first event on up to now; or the position of an
 * event, as {@code /events} shows it.
 */
@Component
class MomentFromText implements Converter<String, Moment> {

    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private final Timeline timeline;

    MomentFromText(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public Moment convert(String text) {
        return POSITION.matcher(text).matches() ? atPosition(Long.parseLong(text)) : atInstant(text);
    }

    private Moment atPosition(long position) {
        return new Moment(timeline.instantAt(position), position);
    }

    private Moment atInstant(String text) {
        var at = instant(text);
        return new Moment(at, timeline.positionAt(at));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new InvalidValueException(
                    "at", text, "an instant such as 2026-01-31T12:00:00Z, or the position of an event");
        }
    }
}
