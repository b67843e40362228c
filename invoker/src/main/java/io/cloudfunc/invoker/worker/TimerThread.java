package io.cloudfunc.invoker.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for all. */
final class TimerThread implements Later, AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("worker-timer").daemon().factory());

    TimerThread() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Runnable in(Duration delay, Runnable task) {
        var planned = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
