package io.cloudfunc.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again. */
final class Waiting {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private Waiting() {}

    static void until(BooleanSupplier so) {
        while (!so.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Whether it became so within the limit. */
    static boolean atMost(Duration limit, BooleanSupplier so) {
        var end = System.nanoTime() + limit.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }
}
