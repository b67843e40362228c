package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.pool.WarmPool;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what an earlier process of this worker left behind: nobody knows any more in which state it is. */
final class Reaper {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    /** More at a time only make each slower. */
    private static final int AT_ONCE = 8;

    private final ContainerEngine engine;
    private final WorkerId worker;
    private final WarmPool pool;
    private final Reports reports;
    private final Clock clock;

    Reaper(ContainerEngine engine, WorkerId worker, WarmPool pool, Reports reports, Clock clock) {
        this.engine = engine;
        this.worker = worker;
        this.pool = pool;
        this.reports = reports;
        this.clock = clock;
    }

    /** Blocks until all are gone; fails if the engine does not remove one, and may then be called again. */
    void reap() {
        var left = engine.owned();
        try (var threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("reaper-", 0).factory())) {
            var removals = left.stream()
                    .map(container -> CompletableFuture.runAsync(() -> reap(container), threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(removals).join();
        }
        LOG.info("Removed {} containers that an earlier process left", left.size());
    }

    private void reap(OwnedContainer container) {
        engine.remove(container.container());
        pool.foundLost(container);
        var tenant = container.tenant();
        if (tenant != null) {
            reports.send(new RecordContainerStopped(
                    container.container(),
                    tenant.function(),
                    tenant.life(),
                    worker,
                    StopReason.WORKER_LOST,
                    clock.instant()));
        }
    }
}
