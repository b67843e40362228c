package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.wire.RevisionSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides, from what is there, where a call of a revision goes. Pure. */
final class Placement {

    private Placement() {}

    /** The most recently used idle container of the revision is the one whose caches are warmest. */
    static Decision ofCall(PoolState state, RevisionSpec wanted) {
        return warmest(state, wanted)
                .<Decision>map(Decision.UseWarm::new)
                .orElseGet(() -> start(state, wanted, replaceable(state, wanted), coldReason(state, wanted)));
    }

    /** A trial has a container of its own, which counts against memory and starts only. */
    static Decision ofTrial(PoolState state, RevisionSpec wanted) {
        return start(state, wanted, Optional.of(List.of()), ColdReason.FIRST_CALL);
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

    private static Optional<Place> warmest(PoolState state, RevisionSpec wanted) {
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

    private static Decision start(
            PoolState state, RevisionSpec wanted, Optional<List<Place>> replaced, ColdReason reason) {
        if (wanted.settings().memoryMiB() > state.limits().memoryMiB()) {
            return new Decision.NeverFits();
        }
        if (!state.hasStartToSpare()) {
            return new Decision.Wait();
        }
        return replaced.flatMap(first -> victims(state, wanted, first))
                .map(victims ->
                        victims.isEmpty() ? new Decision.Start(reason) : new Decision.EvictThenStart(victims, reason))
                .orElseGet(Decision.Wait::new);
    }

    /** As many of the least recently used idle containers as free enough memory; empty if all of them do not. */
    private static Optional<List<Place>> victims(PoolState state, RevisionSpec wanted, List<Place> first) {
        var victims = new ArrayList<>(first);
        var free = state.freeMemoryMiB()
                + first.stream().mapToInt(Place::memoryMiB).sum();
        for (var candidate : state.idle()) {
            if (free >= wanted.settings().memoryMiB()) {
                break;
            }
            if (!victims.contains(candidate)) {
                victims.add(candidate);
                free += candidate.memoryMiB();
            }
        }
        return free >= wanted.settings().memoryMiB() ? Optional.of(List.copyOf(victims)) : Optional.empty();
    }

    private static boolean isOf(RevisionSpec wanted, Place place) {
        return place.revision().revision() == wanted.revision();
    }
}
