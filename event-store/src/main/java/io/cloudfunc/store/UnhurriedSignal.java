package io.cloudfunc.store;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes a signal on a little later, many as one: for readers that nobody waits for, so that they neither hinder what
 * somebody waits for, nor make a transaction for each event. While signals come all the time, they are passed on less
 * often than a single one is.
 */
public final class UnhurriedSignal implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("unhurried-signal").factory());
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final EventSignal later = new EventSignal();
    private final Duration delay;
    private final Duration interval;
    private volatile long passedOnAt;

    /**
     * @param delay above 0
     * @param interval least time between two that are passed on, but for those that are to hurry
     */
    UnhurriedSignal(EventSignal signal, Duration delay, Duration interval) {
        this.delay = delay;
        this.interval = interval;
        passedOnAt = System.nanoTime() - interval.toNanos();
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        signal.onRaise(this::raised);
    }

    EventSignal signal() {
        return later;
    }

    /** The next signal is passed on at once: somebody waits for what it tells of. */
    public void hurry() {
        hurried.set(true);
    }

    /** As a signal that is passed on at once: somebody waits for what earlier ones told of. */
    public void wake() {
        later.raise();
    }

    private void raised() {
        if (hurried.compareAndSet(true, false)) {
            later.raise();
        } else if (underWay.compareAndSet(false, true) && !timer.isShutdown()) {
            timer.schedule(this::passOn, Math.max(delay.toNanos(), nanosToNext()), TimeUnit.NANOSECONDS);
        }
    }

    private long nanosToNext() {
        return interval.toNanos() - (System.nanoTime() - passedOnAt);
    }

    private void passOn() {
        passedOnAt = System.nanoTime();
        underWay.set(false);
        later.raise();
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
