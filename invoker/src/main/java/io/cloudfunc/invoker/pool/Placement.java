package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides, from what is there, where a call of a revision goes. Pure. */
final class Placement {

    private Placement() {}

    /** The most recently used idle container of the revision is the one whose caches are warmest. */
    static Decision ofCall(PoolState state, RevisionSpec wanted, SandboxSpec spec) {
        return warmest(state, wanted)
                .<Decision>map(Decision.UseWarm::new)
                .orElseGet(() -> start(
                        state,
                        wanted,
                        coldReason(state, wanted),
                        replaceable(state, wanted),
                        mostUseful(state.spares(), spec)));
    }

    /**
     * Whether a function whose container comes free, and which needs it again, leaves its memory to a call of another one
     * that waits for memory: as long as it keeps at least as much as the other will have, so that neither takes it back;
     * and to one that has nothing in any case when its turn has come, or it would never have anything.
     *
     * @param keepsMiB memory of the function's other containers
     * @param hasMiB memory of the other function's containers
     * @param cameFirst whether the other's call waits longer than any that needs just this container
     */
    static boolean givesWay(int keepsMiB, int hasMiB, int wantsMiB, boolean cameFirst) {
        return keepsMiB >= hasMiB + wantsMiB || hasMiB == 0 && cameFirst;
    }

    /** A trial has a container of its own, made from nothing, which counts against memory and starts only. */
    static Decision ofTrial(PoolState state, RevisionSpec wanted) {
        return start(state, wanted, ColdReason.FIRST_CALL, Optional.of(List.of()), Optional.empty());
    }

    static ColdReason coldReason(PoolState state, RevisionSpec wanted) {
        var serving =
                state.ofLife().stream().filter(place -> place.use().serves()).toList();
        if (serving.stream().anyMatch(place -> isOf(wanted, place))) {
            return ColdReason.ALL_BUSY;
        }
        var departed = state.departed().get(wanted.revision());
        if (departed != null) {
            return departed;
        }
        return serving.isEmpty() && state.departed().isEmpty() ? ColdReason.FIRST_CALL : ColdReason.NEW_REVISION;
    }

    /** How many containers of the revision that are busy may have another call afterwards. */
    static long comeFree(PoolState state, RevisionSpec wanted) {
        return wanted.settings().warmFor().isZero()
                ? 0
                : state.ofLife().stream()
                        .filter(place -> place.use() == Use.BUSY && isOf(wanted, place))
                        .count();
    }

    static Optional<Place> warmest(PoolState state, RevisionSpec wanted) {
        return state.ofLife().stream()
                .filter(place -> place.isIdle() && isOf(wanted, place))
                .max(Comparator.comparing(Place::lastUsed));
    }

    /** What has to go so that the function keeps to its own number of containers; empty if nothing can go now. */
    private static Optional<List<Place>> replaceable(PoolState state, RevisionSpec wanted) {
        var taken = state.ofLife().stream()
                .filter(place -> place.use() != Use.TRIAL)
                .count();
        if (taken < wanted.settings().maxContainers()) {
            return Optional.of(List.of());
        }
        return state.ofLife().stream()
                .filter(Place::isIdle)
                .min(Comparator.comparing(Place::lastUsed))
                .map(List::of);
    }

    /**
     * What to make ahead next: nothing while calls start containers, nor what is in the way of their memory.
     *
     * @param wanted how many of what, in order of importance
     * @param paused what is not to be made now
     * @param sparesMiB memory of all that is made ahead already
     */
    static Optional<Blueprint> toMakeAhead(
            PoolState state, Map<Blueprint, Integer> wanted, Set<Blueprint> paused, int sparesMiB) {
        if (state.starting() > 0) {
            return Optional.empty();
        }
        var limits = state.limits();
        return wanted.entrySet().stream()
                .filter(kind -> count(state, kind.getKey()) < kind.getValue())
                .map(Map.Entry::getKey)
                .filter(kind -> !paused.contains(kind))
                .filter(kind -> sparesMiB + kind.memoryMiB() <= limits.quarterOfMemoryMiB())
                .filter(kind -> state.freeMemoryMiB() - kind.memoryMiB() >= limits.quarterOfMemoryMiB())
                .findFirst();
    }

    private static long count(PoolState state, Blueprint kind) {
        return state.spares().stream()
                .filter(spare -> spare.blueprint().equals(kind))
                .count();
    }

    /** The one that is nearest to a function that listens. */
    private static Optional<Spare> mostUseful(List<Spare> spares, SandboxSpec spec) {
        return spares.stream()
                .filter(spare -> spare.blueprint().suits(spec))
                .min(Comparator.comparing(spare -> missingSteps(spare.blueprint())));
    }

    private static int missingSteps(Blueprint blueprint) {
        return switch (blueprint) {
            case Blueprint.WaitingRuntime runtime -> 0;
            case Blueprint.WaitingSandbox sandbox -> 1;
            case Blueprint.EmptyNetwork network -> 2;
        };
    }

    private static Decision start(
            PoolState state,
            RevisionSpec wanted,
            ColdReason reason,
            Optional<List<Place>> replaced,
            Optional<Spare> spare) {
        if (wanted.settings().memoryMiB() > state.limits().memoryMiB()) {
            return new Decision.NeverFits();
        }
        if (!state.hasStartToSpare() && !spare.map(Spare::isStarted).orElse(false)) {
            return new Decision.Wait();
        }
        return replaced.flatMap(first -> start(state, wanted, reason, first, spare.orElse(null)))
                .orElseGet(Decision.Wait::new);
    }

    /** First what was made ahead gives its memory, then idle containers; empty if all of them do not suffice. */
    private static Optional<Decision> start(
            PoolState state, RevisionSpec wanted, ColdReason reason, List<Place> replaced, @Nullable Spare spare) {
        var missing = wanted.settings().memoryMiB()
                - state.freeMemoryMiB()
                - (spare == null ? 0 : spare.memoryMiB())
                - replaced.stream().mapToInt(Place::memoryMiB).sum();
        var dismissed = new ArrayList<Spare>();
        for (var candidate : largestFirst(state.spares())) {
            if (missing > 0 && !candidate.equals(spare)) {
                dismissed.add(candidate);
                missing -= candidate.memoryMiB();
            }
        }
        var victims = new ArrayList<>(replaced);
        for (var candidate : state.idle()) {
            if (missing > 0 && !victims.contains(candidate)) {
                victims.add(candidate);
                missing -= candidate.memoryMiB();
            }
        }
        return missing > 0
                ? Optional.empty()
                : Optional.of(new Decision.Start(reason, spare, List.copyOf(dismissed), List.copyOf(victims)));
    }

    private static List<Spare> largestFirst(List<Spare> spares) {
        return spares.stream()
                .sorted(Comparator.comparingInt(Spare::memoryMiB).reversed())
                .toList();
    }

    private static boolean isOf(RevisionSpec wanted, Place place) {
        return place.revision().revision() == wanted.revision();
    }
}
