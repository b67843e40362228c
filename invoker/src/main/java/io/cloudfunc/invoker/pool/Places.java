package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import io.cloudfunc.invoker.pool.Waiter.Grant;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who has which place, and who waits for one. All of it under one lock, under which nothing blocks: the engine is called
 * by those who were given a place, and by {@link Removals}.
 */
final class Places {

    /** Lives are forgotten for good, but only these many are remembered as such. */
    private static final int FORGOTTEN_LIVES = 10_000;

    /** Who wait for each busy container, for whatever: those behind them would wait in vain. */
    private static final int TURNS_PER_CONTAINER = 4;

    private final Limits limits;
    private final Clock clock;
    private final Removals removals;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition startOver = lock.newCondition();
    private final Ledger ledger;
    private final Spares spares = new Spares();
    private final RecentRevisions recent;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final RecentKeys forgotten = new RecentKeys(FORGOTTEN_LIVES);
    private long lastNumber;
    private boolean closed;

    Places(Limits limits, Clock clock, Removals removals) {
        this.limits = limits;
        this.clock = clock;
        this.removals = removals;
        this.ledger = new Ledger(limits);
        this.recent = new RecentRevisions(limits.sandboxes());
    }

    /** Gives the waiter what it wants, now or as soon as it can be; or refuses it. Does not block. */
    void claim(Waiter waiter) {
        underLock(() -> {
            if (!settle(waiter)) {
                waiters.add(waiter);
            }
        });
    }

    /** A container of the revision that is idle, so that nobody waits for it. */
    Optional<Place> takeIdle(RevisionSpec revision) {
        return underLock(() -> {
            if (closed || forgotten.contains(revision.lifeKey())) {
                return Optional.empty();
            }
            return Placement.warmest(ledger.state(revision.lifeKey(), spares), revision)
                    .map(this::lendAgain);
        });
    }

    /**
     * A turn for the next container of the revision that comes free; absent if too many wait for one, or the function may have
     * another one.
     */
    Optional<Turn> awaitIdle(RevisionSpec revision) {
        return underLock(() -> {
            var life = revision.lifeKey();
            if (closed
                    || forgotten.contains(life)
                    || ledger.count(life) < revision.settings().maxContainers()) {
                return Optional.empty();
            }
            var turn = new Turn(revision);
            var state = ledger.state(life, spares);
            var idle = Placement.warmest(state, revision);
            if (idle.isPresent()) {
                turn.come(lendAgain(idle.get()));
            } else if (Placement.comeFree(state, revision) * TURNS_PER_CONTAINER > waitingFor(revision)) {
                turns.add(turn);
            } else {
                return Optional.empty();
            }
            return Optional.of(turn);
        });
    }

    /** Whether the turn had not come; it does not come any more. */
    boolean giveUp(Turn turn) {
        return underLock(() -> turns.remove(turn));
    }

    /** The engine has created the container. */
    void enter(Place place, Sandbox created) {
        underLock(() -> {
            ledger.put(place.with(created));
            if (closed) {
                leave(place, StopReason.WORKER_STOPPED);
                throw new PoolClosedException();
            }
        });
    }

    /** The engine has done its share of a start, well or not. */
    void startEnded() {
        underLock(() -> {
            ledger.startEnded();
            startOver.signalAll();
            serveWaiters();
        });
    }

    /** What to make ahead next, which is then to be told as made or not made; empty if nothing now. */
    Optional<Blueprint> beginMaking() {
        return underLock(() -> {
            spares.unwanted(recent).forEach(this::dismiss);
            var next = closed || !waiters.isEmpty() || spares.isMaking()
                    ? Optional.<Blueprint>empty()
                    : Placement.toMakeAhead(
                            ledger.state("", spares), wanted(), spares.paused(clock.instant()), spares.memoryMiB());
            next.ifPresent(spares::beginMaking);
            return next;
        });
    }

    void made(Spare spare) {
        underLock(() -> {
            spares.made(spare);
            if (closed) {
                dismiss(spare);
            }
            startOver.signalAll();
            serveWaiters();
        });
    }

    void notMade(Blueprint blueprint) {
        underLock(() -> {
            spares.notMade(blueprint, clock.instant());
            startOver.signalAll();
            serveWaiters();
        });
    }

    /** How many of each kind are there. */
    Map<Blueprint, Integer> spares() {
        return underLock(() -> spares.counts(wanted().keySet()));
    }

    /** Calls of it are to be expected. */
    void expect(SandboxSpec spec) {
        underLock(() -> recent.used(spec));
    }

    /** Whether nothing is being started any more within the limit. */
    boolean awaitStarts(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = limit.toNanos();
            while (isStarting() && left > 0) {
                left = startOver.awaitNanos(left);
            }
            return !isStarting();
        } finally {
            lock.unlock();
        }
    }

    /** The container is ready for the call it was started for. */
    Place firstLease(Place started) {
        return underLock(() -> {
            var place = ledger.find(started.number()).filter(found -> found.use() == Use.STARTING);
            if (place.isEmpty()) {
                throw new PoolClosedException();
            }
            if (forgotten.contains(started.revision().lifeKey())) {
                leave(started, StopReason.FUNCTION_REMOVED);
                throw new FunctionForgottenException(started.revision().lifeKey());
            }
            var leased = place.get().leased();
            ledger.put(leased);
            return leased;
        });
    }

    /** The start failed, or the trial is over. */
    void abandon(Place place) {
        underLock(() -> leave(place, StopReason.CALL_FAILED));
    }

    void giveBack(long number) {
        underLock(() -> inUse(number).ifPresent(place -> {
            var reasonToGo = reasonToGo(place);
            if (reasonToGo.isPresent()) {
                leave(place, reasonToGo.get());
            } else {
                comeFree(place.idleSince(clock.instant()));
            }
        }));
    }

    void discard(long number, StopReason reason) {
        underLock(() -> inUse(number).ifPresent(place -> leave(place, reason)));
    }

    Retirement retire(ContainerId container, long lease) {
        return underLock(() -> {
            var place = ledger.find(container).orElse(null);
            if (place == null) {
                return Retirement.UNKNOWN;
            }
            if (place.isIdle() && place.lease() <= lease) {
                leave(place, StopReason.WARM_EXPIRED);
                return Retirement.GOES;
            }
            return place.use() == Use.LEAVING ? Retirement.GOES : Retirement.STAYS;
        });
    }

    void forget(String life) {
        underLock(() -> {
            forgotten.add(life);
            ledger.idleOf(life).forEach(place -> leave(place, StopReason.FUNCTION_REMOVED));
            ledger.forgetDepartures(life);
            recent.forget(life);
            spares.unwanted(recent).forEach(this::dismiss);
            serveWaiters();
        });
    }

    boolean isForgotten(String life) {
        return underLock(() -> forgotten.contains(life));
    }

    boolean has(String life) {
        return underLock(() -> ledger.has(life));
    }

    void exited(ContainerId container) {
        underLock(() -> {
            spares.find(container).ifPresent(this::dismiss);
            ledger.find(container).ifPresent(place -> {
                if (place.isIdle()) {
                    leave(place, StopReason.EXITED);
                } else {
                    ledger.put(place.whoseProcessEnded());
                }
            });
        });
    }

    void departed(String life, int revision, StopReason reason) {
        underLock(() -> ledger.departed(life, revision, Departure.coldReasonAfter(reason)));
    }

    void leaveIfForgottenByRouter() {
        var now = clock.instant();
        underLock(() -> ledger.idle().stream()
                .filter(place -> place.isForgottenByRouter(now))
                .forEach(place -> leave(place, StopReason.ROUTER_SILENT)));
    }

    List<Spare> unclaimed() {
        return underLock(spares::ready);
    }

    /** Lets go those of the spares, as they were before, that are there still and do not run. */
    void dismissUnlessRunning(List<Spare> before, Set<ContainerId> running) {
        underLock(() -> before.stream()
                .filter(spare -> !running.contains(spare.prepared().id()))
                .forEach(this::dismiss));
    }

    List<Place> idle() {
        return underLock(ledger::idle);
    }

    /** Lets go those of the idle places, as they were before, that are idle still and whose container does not run. */
    void leaveUnlessRunning(List<Place> idleBefore, Set<ContainerId> running) {
        underLock(() -> idleBefore.stream()
                .filter(place -> !running.contains(place.container().id()))
                .flatMap(place -> ledger.find(place.number()).stream())
                .filter(Place::isIdle)
                .forEach(place -> leave(place, StopReason.ENGINE_LOST)));
    }

    /** Nobody gets a place any more, and every container leaves. */
    void close() {
        underLock(() -> {
            closed = true;
            serveWaiters();
            spares.ready().forEach(this::dismiss);
            ledger.all().stream()
                    .filter(place -> place.sandbox() != null)
                    .forEach(place -> leave(place, StopReason.WORKER_STOPPED));
        });
    }

    PoolCounts counts() {
        return underLock(() -> ledger.counts(waiters.size() + turns.size()));
    }

    boolean isClosed() {
        return underLock(() -> closed);
    }

    static StopReason evictionOf(Place victim, RevisionSpec wanted) {
        return isOlder(victim, wanted) ? StopReason.REVISION_REPLACED : StopReason.EVICTED;
    }

    /** Whether the waiter need not wait any more. */
    private boolean settle(Waiter waiter) {
        var revision = waiter.revision();
        if (closed) {
            return waiter.refuse(new PoolClosedException());
        }
        if (forgotten.contains(revision.lifeKey())) {
            return waiter.refuse(new FunctionForgottenException(revision.lifeKey()));
        }
        var settled = switch (decide(waiter)) {
            case Decision.UseWarm warm -> lend(waiter, warm.place());
            case Decision.Start start -> makeRoom(waiter, start);
            case Decision.Wait wait -> false;
            case Decision.NeverFits never -> waiter.refuse(new NeverFitsException(revision, limits));
        };
        if (settled && !waiter.isTrial()) {
            recent.used(waiter.spec());
            letOlderRevisionsGo(revision);
        }
        return settled;
    }

    private Decision decide(Waiter waiter) {
        var state = ledger.state(waiter.revision().lifeKey(), spares);
        return waiter.isTrial()
                ? Placement.ofTrial(state, waiter.revision())
                : Placement.ofCall(state, waiter.revision(), waiter.spec());
    }

    /** What each worker has, and what the functions used last would start faster with. */
    private Map<Blueprint, Integer> wanted() {
        var wanted = new LinkedHashMap<>(limits.spares());
        recent.latestFirst().stream()
                .filter(spec -> !limits.hasRuntimeFor(spec))
                .filter(spec -> ledger.count(spec.lifeKey()) < spec.settings().maxContainers())
                .forEach(spec -> wanted.put(new Blueprint.WaitingSandbox(spec), 1));
        return wanted;
    }

    private boolean lend(Waiter waiter, Place place) {
        var leased = place.leased();
        ledger.put(leased);
        return waiter.grant(new Grant.Warm(leased));
    }

    private boolean makeRoom(Waiter waiter, Decision.Start decision) {
        decision.dismissed().forEach(spares::take);
        if (decision.spare() != null) {
            spares.take(decision.spare());
        }
        for (var victim : decision.victims()) {
            ledger.remove(victim);
            departed(victim, evictionOf(victim, waiter.revision()));
        }
        var use = waiter.isTrial() ? Use.TRIAL : Use.STARTING;
        var place = Place.taken(++lastNumber, waiter.revision(), use, clock.instant());
        ledger.put(place);
        ledger.startBegan();
        return waiter.grant(new Grant.Cold(place, decision));
    }

    private void letOlderRevisionsGo(RevisionSpec used) {
        ledger.idleOf(used.lifeKey()).stream()
                .filter(place -> isOlder(place, used))
                .forEach(place -> leave(place, StopReason.REVISION_REPLACED));
    }

    private static boolean isOlder(Place place, RevisionSpec wanted) {
        return place.revision().lifeKey().equals(wanted.lifeKey())
                && place.revision().revision() < wanted.revision();
    }

    private Optional<Place> inUse(long number) {
        return ledger.find(number).filter(place -> place.use() == Use.BUSY);
    }

    /** Why a container whose call has ended well goes all the same. */
    private Optional<StopReason> reasonToGo(Place place) {
        if (place.ended()) {
            return Optional.of(StopReason.EXITED);
        }
        if (forgotten.contains(place.revision().lifeKey())) {
            return Optional.of(StopReason.FUNCTION_REMOVED);
        }
        return place.revision().settings().warmFor().isZero() ? Optional.of(StopReason.WARM_EXPIRED) : Optional.empty();
    }

    private void comeFree(Place idle) {
        ledger.put(idle);
        if (!giveWay(idle) && !handOver(idle) && !handOverInTurn(idle)) {
            serveWaiters();
        }
    }

    private Place lendAgain(Place idle) {
        var leased = idle.leased();
        ledger.put(leased);
        recent.usedAgain(idle.revision().lifeKey());
        letOlderRevisionsGo(idle.revision());
        return leased;
    }

    private long waitingFor(RevisionSpec revision) {
        return waiters.stream().filter(waiter -> waiter.wantsCallOf(revision)).count()
                + turns.stream().filter(turn -> turn.isFor(revision)).count();
    }

    /** To the first of another function that waits for the memory, if it has a right to it. */
    private boolean giveWay(Place idle) {
        var asked = new HashSet<>(Set.of(idle.revision().lifeKey()));
        var cameFirst = true;
        for (var waiter : waiters) {
            if (waiter.wantsCallOf(idle.revision())) {
                cameFirst = false;
            } else if (asked.add(waiter.revision().lifeKey()) && mayTake(waiter, idle, cameFirst)) {
                waiters.remove(waiter);
                return settle(waiter);
            }
        }
        return false;
    }

    private boolean mayTake(Waiter waiter, Place idle, boolean cameFirst) {
        var revision = waiter.revision();
        return revision.settings().memoryMiB() > ledger.freeMemoryMiB(spares)
                && Placement.givesWay(
                        ledger.memoryMiB(idle.revision().lifeKey()) - idle.memoryMiB(),
                        ledger.memoryMiB(revision.lifeKey()),
                        revision.settings().memoryMiB(),
                        cameFirst)
                && decide(waiter) instanceof Decision.Start start
                && start.victims().contains(idle);
    }

    /** To the first who waits for just this. */
    private boolean handOver(Place idle) {
        for (var waiter : waiters) {
            if (waiter.wantsCallOf(idle.revision())) {
                waiters.remove(waiter);
                return lend(waiter, idle);
            }
        }
        return false;
    }

    private boolean handOverInTurn(Place idle) {
        for (var turn : turns) {
            if (turn.isFor(idle.revision())) {
                turn.come(lendAgain(idle));
                turns.remove(turn);
                return true;
            }
        }
        return false;
    }

    /** In order; one that still has to wait does not hold back those behind it. */
    private void serveWaiters() {
        for (var waiter : List.copyOf(waiters)) {
            if (settle(waiter)) {
                waiters.remove(waiter);
            }
        }
    }

    /** From now on nobody gets it; the room is free when the engine has removed it. */
    private void leave(Place stale, StopReason reason) {
        var place = ledger.find(stale.number())
                .filter(found -> found.use() != Use.LEAVING)
                .orElse(null);
        if (place == null) {
            return;
        }
        if (place.sandbox() == null) {
            free(place);
            return;
        }
        ledger.put(place.leaving());
        if (place.use() == Use.TRIAL) {
            removals.soon(place, Optional.empty(), () -> underLock(() -> free(place)));
        } else {
            departed(place, reason);
            removals.soon(place, Optional.of(reason), () -> underLock(() -> free(place)));
        }
    }

    private void dismiss(Spare spare) {
        if (spares.take(spare)) {
            removals.soon(spare);
        }
    }

    private boolean isStarting() {
        return ledger.isStarting() || spares.isMaking();
    }

    private void free(Place place) {
        ledger.remove(place);
        serveWaiters();
    }

    private void departed(Place place, StopReason reason) {
        departed(place.revision().lifeKey(), place.revision().revision(), reason);
    }

    private void underLock(Runnable change) {
        underLock(() -> {
            change.run();
            return true;
        });
    }

    private <T> T underLock(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
