package io.cloudfunc.shell.rest;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks again and again until there is an answer, or the time is up. */
public final class Polling {

    private final Clock clock;
    private final Pause pause;

    public Polling(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** The first answer; empty when there was none in that time. Asks at least once. */
    public <T> Optional<T> until(Duration atMost, Duration every, Supplier<Optional<T>> question) {
        var end = clock.instant().plus(atMost);
        while (true) {
            var answer = question.get();
            if (answer.isPresent() || !clock.instant().isBefore(end)) {
                return answer;
            }
            pause.of(every);
        }
    }
}
