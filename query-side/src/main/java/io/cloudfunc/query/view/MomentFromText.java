package io.cloudfunc.query.view;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.store.Timeline;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads the {@code ?at=} of a request: an instant in ISO 8601, from the first event on up to now. */
@Component
class MomentFromText implements Converter<String, Moment> {

    private final Timeline timeline;

    MomentFromText(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public Moment convert(String text) {
        var at = instant(text);
        return new Moment(at, timeline.positionAt(at));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new InvalidValueException("at", text, "an instant such as 2026-01-31T12:00:00Z");
        }
    }
}
