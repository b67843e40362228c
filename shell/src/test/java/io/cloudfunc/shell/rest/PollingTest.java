package io.cloudfunc.shell.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.FakeTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollingTest {

    private static final Duration EVERY = Duration.ofMillis(250);

    private final FakeTime time = new FakeTime();
    private final Polling polling = new Polling(time, time::pass);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void ends_with_the_first_answer() {
        var answer = polling.until(
                Duration.ofSeconds(9),
                EVERY,
                () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of("yes"));

        assertThat(answer).contains("yes");
        assertThat(time.passed()).isEqualTo(EVERY.multipliedBy(2));
    }

    @Test
    void asks_until_the_time_is_up() {
        var answer = polling.until(Duration.ofSeconds(1), EVERY, this::nothing);

        assertThat(answer).isEmpty();
        assertThat(asked).hasValue(5);
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void asks_once_where_there_is_no_time() {
        polling.until(Duration.ofSeconds(-1), EVERY, this::nothing);

        assertThat(asked).hasValue(1);
        assertThat(time.passed()).isZero();
    }

    private Optional<String> nothing() {
        asked.incrementAndGet();
        return Optional.empty();
    }
}
