package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnhurriedSignalTest {

    private final EventSignal signal = new EventSignal();
    private final AtomicInteger passedOn = new AtomicInteger();

    @Test
    void passes_the_next_on_at_once_if_it_is_to_hurry() {
        try (var unhurried = new UnhurriedSignal(signal, Duration.ofDays(1), Duration.ZERO)) {
            unhurried.signal().onRaise(passedOn::incrementAndGet);

            unhurried.hurry();
            signal.raise();
            signal.raise();

            assertThat(passedOn).hasValue(1);
        }
    }

    @Test
    void wakes_who_would_have_heard_of_an_earlier_signal_later() {
        try (var unhurried = new UnhurriedSignal(signal, Duration.ofDays(1), Duration.ZERO)) {
            unhurried.signal().onRaise(passedOn::incrementAndGet);
            signal.raise();
            assertThat(passedOn).hasValue(0);

            unhurried.wake();

            assertThat(passedOn).hasValue(1);
        }
    }

    @Test
    void passes_a_signal_on() {
        try (var unhurried = new UnhurriedSignal(signal, Duration.ofMillis(1), Duration.ZERO)) {
            unhurried.signal().onRaise(passedOn::incrementAndGet);

            signal.raise();
            await().untilAtomic(passedOn, org.hamcrest.Matchers.equalTo(1));
            signal.raise();

            await().untilAtomic(passedOn, org.hamcrest.Matchers.equalTo(2));
        }
    }

    @Test
    void passes_many_on_as_one() {
        try (var unhurried = new UnhurriedSignal(signal, Duration.ofMillis(300), Duration.ZERO)) {
            unhurried.signal().onRaise(passedOn::incrementAndGet);

            for (var i = 0; i < 10; i++) {
                signal.raise();
            }

            await().until(() -> passedOn.get() > 0);
            assertThat(passedOn).hasValue(1);
        }
    }

    @Test
    void passes_on_no_more_often_than_it_may() {
        var interval = Duration.ofMillis(300);
        var times = new CopyOnWriteArrayList<Long>();
        try (var unhurried = new UnhurriedSignal(signal, Duration.ofMillis(1), interval)) {
            unhurried.signal().onRaise(() -> times.add(System.nanoTime()));

            signal.raise();
            await().until(() -> times.size() == 1);
            signal.raise();
            await().until(() -> times.size() == 2);

            assertThat(times.get(1) - times.get(0))
                    .isGreaterThan(interval.dividedBy(2).toNanos());
        }
    }
}
