package io.cloudfunc.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Numbers that are read from the database together, when somebody asks for one and they are older than a second. While
 * they cannot be read they are NaN, and that is tried again after 10 s only: who asks for many must not wait for each.
 */
public final class RecentNumbers {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Supplier<Map<String, Double>> source;
    private Map<String, Double> numbers = Map.of();
    private Instant stale = Instant.MIN;

    public RecentNumbers(Clock clock, Supplier<Map<String, Double>> source) {
        this.clock = clock;
        this.source = source;
    }

    /** NaN where there is none. */
    public synchronized double get(String name) {
        if (clock.instant().isAfter(stale)) {
            read();
        }
        return numbers.getOrDefault(name, Double.NaN);
    }

    private void read() {
        try {
            numbers = source.get();
            stale = clock.instant().plus(FRESH);
        } catch (RuntimeException notNow) {
            numbers = Map.of();
            stale = clock.instant().plus(AFTER_A_FAILURE);
        }
    }
}
