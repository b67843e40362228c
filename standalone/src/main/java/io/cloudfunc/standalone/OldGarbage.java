package io.cloudfunc.standalone;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps garbage from filling the machine's memory. The serial collector lets its old generation grow to the highest heap,
 * a quarter of the machine, before it collects there: so memory that a burst has used would look as if it was needed. Here
 * it collects as soon as there may be more garbage than {@link #ALLOWED} or, if that is more, half of what lives. Nothing
 * that is needed is bounded. With another collector it does nothing.
 */
final class OldGarbage implements SmartLifecycle {

    /** A burst of 5,000 acceptances a second leaves some 30 MiB a second; a collection takes 0.1 to 0.2 s. */
    static final long ALLOWED = 64L * 1024 * 1024;

    private static final Duration ROUND = Duration.ofMillis(500);
    private static final String POOL_OF_SERIAL = "Tenured Gen";

    private final LongSupplier used;
    private final Runnable collection;
    private long living;
    private volatile @Nullable ScheduledExecutorService rounds;

    /**
     * @param used bytes in the old generation
     * @param collection of all garbage; returns when it is done
     */
    OldGarbage(LongSupplier used, Runnable collection) {
        this.used = used;
        this.collection = collection;
    }

    /** Of this JVM. */
    static OldGarbage here() {
        return new OldGarbage(
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals(POOL_OF_SERIAL))
                        .findFirst()
                        .<LongSupplier>map(OldGarbage::usedOf)
                        .orElse(() -> 0),
                System::gc);
    }

    private static LongSupplier usedOf(MemoryPoolMXBean pool) {
        return () -> pool.getUsage().getUsed();
    }

    void look() {
        if (used.getAsLong() > living + Math.max(ALLOWED, living / 2)) {
            collection.run();
            living = used.getAsLong();
        }
    }

    @Override
    public void start() {
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("old-garbage").daemon().factory());
        executor.scheduleWithFixedDelay(this::look, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
        rounds = executor;
    }

    @Override
    public void stop() {
        var executor = rounds;
        if (executor != null) {
            executor.shutdownNow();
            rounds = null;
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }
}
