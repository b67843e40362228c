package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.pool.PoolCounts;
import io.cloudfunc.invoker.pool.WarmPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** This worker's pool, counted when somebody asks. */
final class PoolMeters implements MeterBinder {

    private static final long MIB = 1 << 20;

    private final WarmPool pool;

    PoolMeters(WarmPool pool) {
        this.pool = pool;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        leases(registry, "warm", WarmPool::hits);
        leases(registry, "cold", WarmPool::misses);
        containers(registry, "warm", PoolCounts::idle);
        containers(registry, "taken", PoolCounts::taken);
        Gauge.builder("cloudfunc.pool.waiting", pool, from -> from.counts().waiting())
                .description("Calls on this worker that wait for a container")
                .register(registry);
        memory(registry, "cloudfunc.pool.memory", "Sum of its containers' limits", PoolCounts::memoryMiB);
        memory(registry, "cloudfunc.pool.memory.limit", "What that may be at most", PoolCounts::mostMemoryMiB);
        Gauge.builder("cloudfunc.pool.made.ahead", pool, PoolMeters::madeAhead)
                .description("What this worker has ready for cold starts")
                .register(registry);
    }

    private void leases(MeterRegistry registry, String start, ToDoubleFunction<WarmPool> count) {
        FunctionCounter.builder("cloudfunc.pool.leases", pool, count)
                .description("Containers given to calls by this worker: found warm, or started")
                .tag("start", start)
                .register(registry);
    }

    private void containers(MeterRegistry registry, String state, ToIntFunction<PoolCounts> count) {
        Gauge.builder("cloudfunc.pool.containers", pool, from -> count.applyAsInt(from.counts()))
                .description("Containers of this worker")
                .tag("state", state)
                .register(registry);
    }

    private void memory(MeterRegistry registry, String name, String words, ToIntFunction<PoolCounts> mebibytes) {
        Gauge.builder(name, pool, from -> mebibytes.applyAsInt(from.counts()) * (double) MIB)
                .description(words)
                .baseUnit("bytes")
                .register(registry);
    }

    private static double madeAhead(WarmPool pool) {
        return pool.spares().values().stream().mapToInt(Integer::intValue).sum();
    }
}
