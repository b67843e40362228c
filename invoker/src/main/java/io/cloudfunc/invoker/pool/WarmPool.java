package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import io.cloudfunc.invoker.pool.Waiter.Grant;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of this worker. Calls lease them one at a time, warm where there is one, and wait in order where there
 * is neither one nor room for one. Every container that a call got, or was to get, is reported when it is there and when
 * it is gone. Safe for use by many threads; only {@link #lease}, what {@link
 * #leaseSoon} returns, {@link #tryOut}, {@link #makeAhead} and {@link #close} block.
 */
public final class WarmPool {

    private static final Logger LOG = LoggerFactory.getLogger(WarmPool.class);

    private final ContainerEngine engine;
    private final WorkerId worker;
    private final Duration readyLimit;
    private final Clock clock;
    private final Consumer<Report> reports;
    private final Removals removals;
    private final Places places;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /**
     * @param readyLimit longest time from a container's start until its function listens
     * @param reports gets what happens to containers; must not block
     * @param background runs what nobody waits for
     */
    public WarmPool(
            ContainerEngine engine,
            WorkerId worker,
            Limits limits,
            Duration readyLimit,
            Clock clock,
            Consumer<Report> reports,
            Executor background) {
        this.engine = engine;
        this.worker = worker;
        this.readyLimit = readyLimit;
        this.clock = clock;
        this.reports = reports;
        this.removals = new Removals(worker, reports, clock, background);
        this.places = new Places(limits, clock, removals);
    }

    /**
     * Gets a container for one call: a warm one, or one that is started here, once there is room for it.
     *
     * @throws StartFailedException if a container was to be started and could not
     * @throws FunctionForgottenException if the function life is over
     * @throws NeverFitsException if there can never be room
     * @throws PoolClosedException if the worker stops
     */
    public Lease lease(RevisionSpec revision, SandboxSpec spec) {
        return switch (claimInReach(revision, spec)) {
            case Grant.Warm warm -> {
                hits.increment();
                yield leaseOf(warm.place(), null, StartPhases.NONE);
            }
            case Grant.Cold cold -> {
                misses.increment();
                yield start(cold, spec);
            }
        };
    }

    /** A container of the revision that is idle now, if there is one. Does not block. */
    public Optional<Lease> leaseIdle(RevisionSpec revision) {
        var place = places.takeIdle(revision);
        while (place.filter(this::letGoIfOutOfReach).isPresent()) {
            place = places.takeIdle(revision);
        }
        place.ifPresent(taken -> hits.increment());
        return place.map(taken -> leaseOf(taken, null, StartPhases.NONE));
    }

    /**
     * Joins those who wait for a container of the revision that is busy now; absent if four wait for each
     * that is busy. Does not block.
     *
     * @param limit how long what is returned waits: it blocks, gives a lease unless none came free for it by then, and must be
     *     called once
     */
    public Optional<Supplier<Optional<Lease>>> leaseSoon(RevisionSpec revision, Duration limit) {
        return places.awaitIdle(revision).map(turn -> () -> await(turn, limit));
    }

    private Optional<Lease> await(Turn turn, Duration limit) {
        var inReach = turn.await(limit)
                .or(() -> places.giveUp(turn) ? Optional.empty() : Optional.of(turn.await()))
                .filter(taken -> !letGoIfOutOfReach(taken));
        inReach.ifPresent(taken -> hits.increment());
        return inReach.map(taken -> leaseOf(taken, null, StartPhases.NONE));
    }

    /**
     * Starts a container, waits until it is ready, and removes it. Nothing is reported of it.
     *
     * @throws EngineException if it cannot be started
     */
    public void tryOut(RevisionSpec revision, SandboxSpec spec) {
        var cold = (Grant.Cold) claim(new Waiter(revision, spec, true));
        try {
            bringUp(cold, new ColdStart(engine, clock), spec);
            places.expect(spec);
        } finally {
            places.abandon(cold.place());
        }
    }

    /** The call ended, and its container may be used again: it is warm from now on. */
    public void giveBack(Lease lease) {
        places.giveBack(lease.place());
    }

    /** The container must not be used again. Returns at once; it is removed in the background. */
    public void discard(Lease lease, StopReason reason) {
        places.discard(lease.place(), reason);
    }

    /** The warm period of the container is over, unless it was leased again since that lease. */
    public Retirement retire(ContainerId container, long lease) {
        return places.retire(container, lease);
    }

    /** The function life is over: idle containers go now, busy ones after their call, and nobody waits any more. */
    public void forget(String life) {
        places.forget(life);
    }

    public boolean isForgotten(String life) {
        return places.isForgotten(life);
    }

    /** Whether containers of the life are there, or being started or removed. */
    public boolean hasContainersOf(String life) {
        return places.has(life);
    }

    /** The process of the container ended by itself. */
    public void exited(ContainerId container) {
        places.exited(container);
    }

    /** A container of an earlier process of this worker was found and removed. */
    public void foundLost(OwnedContainer container) {
        var tenant = container.tenant();
        if (tenant != null) {
            places.departed(tenant.lifeKey(), tenant.revision(), StopReason.WORKER_LOST);
        }
    }

    public PoolCounts counts() {
        return places.counts();
    }

    /** Leases so far that found a container warm. */
    public long hits() {
        return hits.sum();
    }

    /** Leases so far that had to start one, in vain or not. */
    public long misses() {
        return misses.sum();
    }

    /** How many of each kind are made ahead and unclaimed. */
    public Map<Blueprint, Integer> spares() {
        return places.spares();
    }

    /** Makes ahead what is missing, one after the other, until a call starts a container. Blocks. */
    public void makeAhead() {
        for (var next = places.beginMaking(); next.isPresent(); next = places.beginMaking()) {
            makeAhead(next.get());
        }
    }

    /** Removes what the router has been silent about for twice its warm period, and what could not be removed before. */
    public void tidy() {
        places.leaveIfForgottenByRouter();
        removals.retry();
    }

    /** Lets go of idle containers that the engine does not have, or not running, after it was away. */
    public void examine() {
        var idleBefore = places.idle();
        var unclaimedBefore = places.unclaimed();
        var running = engine.owned().stream()
                .filter(OwnedContainer::running)
                .map(OwnedContainer::container)
                .collect(Collectors.toSet());
        places.leaveUnlessRunning(idleBefore, running);
        places.dismissUnlessRunning(unclaimedBefore, running);
    }

    /** Removes every container, whatever it does, and refuses who waits. Returns whether all are gone in time. */
    public boolean close(Duration limit) throws InterruptedException {
        places.close();
        removals.retry();
        return places.awaitStarts(limit) & removals.await(limit);
    }

    /** Whether the worker has begun to stop. */
    public boolean isClosed() {
        return places.isClosed();
    }

    private Grant claim(Waiter waiter) {
        places.claim(waiter);
        return waiter.await();
    }

    private Grant claimInReach(RevisionSpec revision, SandboxSpec spec) {
        Grant grant;
        do {
            grant = claim(new Waiter(revision, spec, false));
        } while (grant instanceof Grant.Warm warm && letGoIfOutOfReach(warm.place()));
        return grant;
    }

    /** Whether it was, and so is let go. */
    private boolean letGoIfOutOfReach(Place warm) {
        if (warm.container().isInReach()) {
            return false;
        }
        places.discard(warm.number(), StopReason.ENGINE_LOST);
        return true;
    }

    private Lease start(Grant.Cold cold, SandboxSpec spec) {
        var start = new ColdStart(engine, clock);
        try {
            bringUp(cold, start, spec);
        } catch (EngineException failure) {
            places.abandon(cold.place());
            throw places.isClosed()
                    ? new PoolClosedException()
                    : start.failed(failure, cold.decision().reason());
        }
        return leaseOf(places.firstLease(cold.place()), cold.decision().reason(), start.phases());
    }

    private void bringUp(Grant.Cold cold, ColdStart start, SandboxSpec spec) {
        createAndStart(cold, start, spec);
        start.awaitReady(readyLimit);
    }

    /** The engine's share of a start, of which only so many happen at a time. */
    private void createAndStart(Grant.Cold cold, ColdStart start, SandboxSpec spec) {
        var place = cold.place();
        try {
            makeRoom(cold);
            var created = create(cold.decision().spare(), start, spec);
            if (place.use() != Use.TRIAL) {
                reportStarted(cold, created);
            }
            places.enter(place, created);
            start.start();
        } finally {
            places.startEnded();
        }
    }

    private void makeRoom(Grant.Cold cold) {
        cold.decision().dismissed().forEach(removals::now);
        cold.decision().victims().forEach(victim -> {
            removals.now(victim, Places.evictionOf(victim, cold.place().revision()));
        });
    }

    /** A spare that cannot be used is no reason for a call to fail. */
    private Sandbox create(@Nullable Spare spare, ColdStart start, SandboxSpec spec) {
        if (spare == null) {
            return start.create(spec);
        }
        try {
            return start.claim(spare.prepared(), spec);
        } catch (EngineException unusable) {
            LOG.warn("{}; a container is created instead", unusable.getMessage());
            removals.soon(spare);
            return start.create(spec);
        }
    }

    private void makeAhead(Blueprint blueprint) {
        try {
            places.made(new Spare(blueprint, engine.prepare(blueprint)));
        } catch (RuntimeException failure) {
            LOG.warn("{} cannot be made ahead now, next try in a while: {}", blueprint, failure.getMessage());
            places.notMade(blueprint);
        }
    }

    private void reportStarted(Grant.Cold cold, Sandbox created) {
        var revision = cold.place().revision();
        reports.accept(new RecordContainerStarted(
                created.id(),
                revision.function(),
                revision.life(),
                revision.revision(),
                worker,
                cold.decision().reason(),
                revision.settings().warmFor(),
                clock.instant()));
    }

    private static Lease leaseOf(Place place, @Nullable ColdReason reason, StartPhases phases) {
        return new Lease(place.number(), place.container(), place.lease(), reason, phases);
    }
}
