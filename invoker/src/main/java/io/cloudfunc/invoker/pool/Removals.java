package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.RevisionSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes containers, again and again where the engine does not answer, and reports each that is gone. */
final class Removals {

    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    /** More at a time only make each slower. */
    private static final int AT_ONCE = 8;

    private final WorkerId worker;
    private final Consumer<Report> reports;
    private final Clock clock;
    private final Executor background;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<Removal> pending = ConcurrentHashMap.newKeySet();

    Removals(WorkerId worker, Consumer<Report> reports, Clock clock, Executor background) {
        this.worker = worker;
        this.reports = reports;
        this.clock = clock;
        this.background = background;
    }

    /**
     * Removes on a thread of its own.
     *
     * @param reason empty for a container that nobody was told of
     * @param afterwards what to do when the engine has removed it
     */
    void soon(Place place, Optional<StopReason> reason, Runnable afterwards) {
        var removal = pending(place, reason, afterwards);
        background.execute(() -> carryOut(removal));
    }

    /** Removes before it returns, or later if the engine does not answer. */
    void now(Place place, StopReason reason) {
        carryOut(pending(place, Optional.of(reason), () -> {}));
    }

    /** As {@link #now(Place, StopReason)}; nobody was told of it. */
    void now(Spare spare) {
        carryOut(pending(spare));
    }

    /** Removes on a thread of its own. */
    void soon(Spare spare) {
        var removal = pending(spare);
        background.execute(() -> carryOut(removal));
    }

    /** Tries again what the engine did not do before. */
    void retry() {
        for (var removal : pending) {
            if (removal.failed.compareAndSet(true, false)) {
                background.execute(() -> carryOut(removal));
            }
        }
    }

    /** Whether all is gone within the limit. */
    boolean await(Duration limit) throws InterruptedException {
        var all = pending.stream().map(removal -> removal.gone).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException left) {
            return false;
        }
    }

    private Removal pending(Place place, Optional<StopReason> reason, Runnable afterwards) {
        var container = place.container();
        Runnable report = () -> reason.ifPresent(why -> report(container.id(), place.revision(), why));
        return pending(new Removal(container.id(), container::close, report, afterwards));
    }

    private Removal pending(Spare spare) {
        var prepared = spare.prepared();
        return pending(new Removal(prepared.id(), prepared::close, () -> {}, () -> {}));
    }

    private Removal pending(Removal removal) {
        pending.add(removal);
        return removal;
    }

    private void carryOut(Removal removal) {
        places.acquireUninterruptibly();
        try {
            removal.close.run();
        } catch (RuntimeException failure) {
            LOG.warn("Container {} is not removed yet, next try soon: {}", removal.container, failure.toString());
            removal.failed.set(true);
            return;
        } finally {
            places.release();
        }
        removal.report.run();
        removal.afterwards.run();
        pending.remove(removal);
        removal.gone.complete(null);
    }

    private void report(ContainerId container, RevisionSpec revision, StopReason reason) {
        LOG.info("Container {} of {} is gone: {}", container, revision.lifeKey(), reason);
        reports.accept(new RecordContainerStopped(
                container, revision.function(), revision.life(), worker, reason, clock.instant()));
    }

    private static final class Removal {
        final ContainerId container;
        final Runnable close;
        final Runnable report;
        final Runnable afterwards;
        final AtomicBoolean failed = new AtomicBoolean();
        final CompletableFuture<Void> gone = new CompletableFuture<>();

        Removal(ContainerId container, Runnable close, Runnable report, Runnable afterwards) {
            this.container = container;
            this.close = close;
            this.report = report;
            this.afterwards = afterwards;
        }
    }
}
