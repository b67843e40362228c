package io.cloudfunc.store;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes a signal on a little later, many as one: for readers that nobody waits for, so that they neither hinder what
 * somebody waits for, nor make a transaction for each event.
 */
public final class UnhurriedSignal implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("unhurried-signal").factory());
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final EventSignal later = new EventSignal();
    private final Duration delay;

    /** @param delay above 0 */
    UnhurriedSignal(EventSignal signal, Duration delay) {
        this.delay = delay;
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

    private void raised() {
        if (hurried.compareAndSet(true, false)) {
            later.raise();
        } else if (underWay.compareAndSet(false, true) && !timer.isShutdown()) {
            timer.schedule(this::passOn, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void passOn() {
        underWay.set(false);
        later.raise();
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
