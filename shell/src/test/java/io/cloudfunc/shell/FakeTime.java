package io.cloudfunc.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes only when somebody pauses. */
public final class FakeTime extends Clock {

    public static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private Instant now = BEGIN;

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    public Duration passed() {
        return Duration.between(BEGIN, now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
