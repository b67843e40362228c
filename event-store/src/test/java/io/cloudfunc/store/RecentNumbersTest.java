package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecentNumbersTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void are_read_once_for_all_who_ask_within_a_second() {
        var numbers = new RecentNumbers(clock, () -> Map.of("a", 1.0 * readings.incrementAndGet(), "b", 7.0));

        assertThat(numbers.get("a")).isEqualTo(1);
        assertThat(numbers.get("b")).isEqualTo(7);
        now.updateAndGet(before -> before.plusMillis(1_001));
        assertThat(numbers.get("a")).isEqualTo(2);
    }

    @Test
    void are_none_while_they_cannot_be_read_and_nobody_else_waits_for_that() {
        var numbers = new RecentNumbers(clock, () -> {
            readings.incrementAndGet();
            throw new IllegalStateException("the database is away");
        });

        assertThat(numbers.get("a")).isNaN();
        now.updateAndGet(before -> before.plusSeconds(9));
        assertThat(numbers.get("b")).isNaN();
        assertThat(readings).hasValue(1);
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(2)));
        assertThat(numbers.get("b")).isNaN();
        assertThat(readings).hasValue(2);
    }
}
