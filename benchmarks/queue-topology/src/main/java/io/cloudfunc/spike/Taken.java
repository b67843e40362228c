package io.cloudfunc.spike;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sees each call when a worker's slot begins with it, and runs it. */
final class Taken {

    private record Wait(int function, double millis) {}

    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();

    void run(Call call) {
        waits.add(new Wait(call.function(), call.waitedMillis()));
        var end = System.nanoTime() + call.millis() * 1_000_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        ended.incrementAndGet();
    }

    void clear() {
        waits.clear();
        ended.set(0);
    }

    int begun() {
        return waits.size();
    }

    int ended() {
        return ended.get();
    }

    /** How long the calls of the functions from this one on waited: median and 99th percentile, in milliseconds. */
    String fromFunction(int first) {
        var sorted = waits.stream()
                .filter(wait -> wait.function() >= first)
                .mapToDouble(Wait::millis)
                .sorted()
                .toArray();
        return "%s / %s".formatted(at(sorted, 0.5), at(sorted, 0.99));
    }

    private static String at(double[] sorted, double share) {
        var value = sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
        return value < 10 ? "%.1f".formatted(value) : "%.0f".formatted(value);
    }
}
