package io.cloudfunc.invoker.docker;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The end of what one container writes, cut into one log per call. One thread appends, another takes. Bytes that were
 * announced for a log, but come after it was taken, belong to it still and are dropped: they never show in the next one.
 */
final class LogTail {

    private static final int FIRST_CAPACITY = 512;

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] kept = new byte[FIRST_CAPACITY];
    private int size;
    private long arrived;
    private long overdue;
    private boolean writes = true;
    private boolean ended;

    /** @param limit most bytes that a log keeps */
    LogTail(int limit) {
        this.limit = limit;
    }

    void append(byte[] bytes) {
        lock.lock();
        try {
            var late = (int) Math.min(overdue, bytes.length);
            overdue -= late;
            arrived += bytes.length - late;
            keep(bytes, Math.max(late, bytes.length - limit));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Whether some of what was announced has still not come. */
    boolean isOverdue() {
        lock.lock();
        try {
            return overdue > 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the log of which so many bytes were announced.
     *
     * @param patience longest wait for them
     * @param grace wait when more than that came, so that somebody writes who does not announce
     */
    byte[] take(long announced, Duration patience, Duration grace) {
        lock.lock();
        try {
            await(() -> arrived >= announced, patience);
            if (arrived > announced) {
                await(() -> false, grace);
            }
            overdue += Math.max(0, announced - arrived);
            return cut();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the log of a call that does not announce how much it wrote.
     *
     * @param patience longest wait for its beginning, unless the call before wrote nothing either
     * @param grace wait for the rest of it
     */
    byte[] takeUnannounced(Duration patience, Duration grace) {
        lock.lock();
        try {
            if (writes) {
                await(() -> arrived > 0, patience);
            }
            await(() -> false, grace);
            writes = arrived > 0;
            return cut();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what has come once this time is over, or earlier if nothing more will come. */
    byte[] takeAfter(Duration patience) {
        lock.lock();
        try {
            await(() -> false, patience);
            return cut();
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier enough, Duration patience) {
        try {
            var left = patience.toNanos();
            while (left > 0 && !ended && !enough.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(byte[] bytes, int from) {
        var length = bytes.length - from;
        if (size + length > 2 * limit) {
            System.arraycopy(kept, size - limit, kept, 0, limit);
            size = limit;
        }
        if (size + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size + length, Math.min(2 * kept.length, 2 * limit)));
        }
        System.arraycopy(bytes, from, kept, size, length);
        size += length;
    }

    private byte[] cut() {
        var from = Math.max(0, size - limit);
        if (size - from < arrived) {
            from = startOfCharacter(from);
        }
        var log = Arrays.copyOfRange(kept, from, size);
        size = 0;
        arrived = 0;
        return log;
    }

    /** A log whose beginning is lost begins with a whole character all the same. */
    private int startOfCharacter(int from) {
        var start = from;
        while (start < size && start < from + 3 && (kept[start] & 0xC0) == 0x80) {
            start++;
        }
        return start;
    }
}
