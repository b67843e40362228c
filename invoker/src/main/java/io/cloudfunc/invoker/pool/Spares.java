package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.invoker.engine.Blueprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bookkeeping of what is made ahead, one at a time. Used under the pool's lock. */
final class Spares {

    /** What could not be made is not tried again before. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final List<Spare> ready = new ArrayList<>();
    private final Map<Blueprint, Instant> pausedUntil = new HashMap<>();
    private @Nullable Blueprint making;

    /** Longest waiting first. */
    List<Spare> ready() {
        return List.copyOf(ready);
    }

    int memoryMiB() {
        var ofReady = ready.stream().mapToInt(Spare::memoryMiB).sum();
        return making == null ? ofReady : ofReady + making.memoryMiB();
    }

    boolean isMaking() {
        return making != null;
    }

    Set<Blueprint> paused(Instant now) {
        pausedUntil.values().removeIf(until -> !now.isBefore(until));
        return Set.copyOf(pausedUntil.keySet());
    }

    /** Made for functions that are none of the last ones any more. */
    List<Spare> unwanted(RecentRevisions recent) {
        return ready.stream()
                .filter(spare ->
                        spare.blueprint() instanceof Blueprint.WaitingSandbox sandbox && !recent.has(sandbox.spec()))
                .toList();
    }

    void beginMaking(Blueprint blueprint) {
        making = blueprint;
    }

    void made(Spare spare) {
        making = null;
        ready.add(spare);
    }

    void notMade(Blueprint blueprint, Instant now) {
        making = null;
        pausedUntil.put(blueprint, now.plus(PAUSE));
    }

    boolean take(Spare spare) {
        return ready.remove(spare);
    }

    Optional<Spare> find(ContainerId container) {
        return ready.stream()
                .filter(spare -> spare.prepared().id().equals(container))
                .findFirst();
    }

    Map<Blueprint, Integer> counts(Set<Blueprint> kinds) {
        var counts = new LinkedHashMap<Blueprint, Integer>();
        kinds.forEach(kind -> counts.put(kind, 0));
        ready.forEach(spare -> counts.merge(spare.blueprint(), 1, Integer::sum));
        return counts;
    }
}
