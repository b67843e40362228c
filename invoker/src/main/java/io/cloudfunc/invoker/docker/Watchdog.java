package io.cloudfunc.invoker.docker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends what takes too long, from one thread of its own. What it does then must not block. */
final class Watchdog implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cloudfunc-watchdog").factory());

    Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    }

    /** Watches until the guard is closed. */
    Guard guard(Duration limit, Runnable onExpiry) {
        var guard = new Guard();
        guard.alarm = timer.schedule(() -> guard.expire(onExpiry), limit.toNanos(), TimeUnit.NANOSECONDS);
        return guard;
    }

    @Override
    public void close() {
        timer.shutdown();
    }

    static final class Guard implements AutoCloseable {

        private @Nullable Future<?> alarm;
        private volatile boolean expired;

        boolean hasExpired() {
            return expired;
        }

        @Override
        public void close() {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }

        private void expire(Runnable onExpiry) {
            expired = true;
            onExpiry.run();
        }
    }
}
