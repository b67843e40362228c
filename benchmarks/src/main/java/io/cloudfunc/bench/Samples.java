package io.cloudfunc.bench;

import java.time.Duration;
import java.util.Arrays;

/** How long each of many things took. Grows as needed; not for several threads. */
final class Samples {

    private static final double NANOS_PER_MILLI = 1_000_000;

    private long[] nanos = new long[1024];
    private int size;

    void add(long tookNanos) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = tookNanos;
    }

    void addAll(Samples others) {
        for (var i = 0; i < others.size; i++) {
            add(others.nanos[i]);
        }
    }

    int size() {
        return size;
    }

    /**
     * The smallest of the samples that at least this part of them does not exceed, in ms.
     *
     * @param part from 0 to 1
     * @throws IllegalStateException if there are none
     */
    double quantile(double part) {
        if (size == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        var sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[Math.clamp((long) Math.ceil(part * size) - 1, 0, size - 1)] / NANOS_PER_MILLI;
    }

    double perSecond(Duration during) {
        return size * 1_000_000_000.0 / during.toNanos();
    }

    Figures figures() {
        return new Figures()
                .put("calls", size)
                .put("p50_ms", quantile(0.5))
                .put("p90_ms", quantile(0.9))
                .put("p99_ms", quantile(0.99))
                .put("max_ms", quantile(1));
    }
}
