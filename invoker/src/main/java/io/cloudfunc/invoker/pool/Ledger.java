package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.ColdReason;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pool's bookkeeping. Used under the pool's lock. */
final class Ledger {

    private final Limits limits;
    private final Map<Long, Place> places = new HashMap<>();
    private final Map<String, Map<Long, Place>> ofLife = new HashMap<>();
    private final Map<Long, Place> idle = new LinkedHashMap<>();
    private final Map<ContainerId, Long> ofContainer = new HashMap<>();
    private final Map<String, Map<Integer, ColdReason>> departed = new HashMap<>();
    private int memoryMiB;
    private int starting;

    Ledger(Limits limits) {
        this.limits = limits;
    }

    PoolState state(String life, Spares spares) {
        return new PoolState(
                ofLife.getOrDefault(life, Map.of()).values(),
                Collections.unmodifiableCollection(idle.values()),
                spares.ready(),
                starting,
                memoryMiB + spares.memoryMiB(),
                departed.getOrDefault(life, Map.of()),
                limits);
    }

    /** Enters a place, or what has become of it. A place that turns idle is the most recently used one. */
    void put(Place place) {
        var before = places.put(place.number(), place);
        memoryMiB += place.memoryMiB() - (before == null ? 0 : before.memoryMiB());
        ofLife.computeIfAbsent(place.revision().lifeKey(), life -> new LinkedHashMap<>())
                .put(place.number(), place);
        idle.remove(place.number());
        if (place.isIdle()) {
            idle.put(place.number(), place);
        }
        if (place.sandbox() != null) {
            ofContainer.put(place.sandbox().id(), place.number());
        }
    }

    void remove(Place place) {
        var last = places.remove(place.number());
        if (last == null) {
            return;
        }
        memoryMiB -= last.memoryMiB();
        idle.remove(last.number());
        if (last.sandbox() != null) {
            ofContainer.remove(last.sandbox().id());
        }
        var life = last.revision().lifeKey();
        ofLife.computeIfPresent(life, (key, its) -> {
            its.remove(last.number());
            return its.isEmpty() ? null : its;
        });
    }

    PoolCounts counts(int waiting) {
        return new PoolCounts(idle.size(), places.size() - idle.size(), waiting, memoryMiB, limits.memoryMiB());
    }

    void startBegan() {
        starting++;
    }

    void startEnded() {
        starting--;
    }

    boolean isStarting() {
        return starting > 0;
    }

    /** Why the next call of the revision may be cold. */
    void departed(String life, int revision, ColdReason reason) {
        departed.computeIfAbsent(life, key -> new HashMap<>()).put(revision, reason);
    }

    void forgetDepartures(String life) {
        departed.remove(life);
    }

    Optional<Place> find(long number) {
        return Optional.ofNullable(places.get(number));
    }

    Optional<Place> find(ContainerId container) {
        return Optional.ofNullable(ofContainer.get(container)).map(places::get);
    }

    List<Place> all() {
        return List.copyOf(places.values());
    }

    List<Place> idle() {
        return List.copyOf(idle.values());
    }

    /** How many containers the function life has, but for those on trial. */
    long count(String life) {
        return ofLife.getOrDefault(life, Map.of()).values().stream()
                .filter(place -> place.use() != Use.TRIAL)
                .count();
    }

    /** Of all containers that the function life has. */
    int memoryMiB(String life) {
        return ofLife.getOrDefault(life, Map.of()).values().stream()
                .mapToInt(Place::memoryMiB)
                .sum();
    }

    int freeMemoryMiB(Spares spares) {
        return limits.memoryMiB() - memoryMiB - spares.memoryMiB();
    }

    boolean has(String life) {
        return ofLife.containsKey(life);
    }

    List<Place> idleOf(String life) {
        return ofLife.getOrDefault(life, Map.of()).values().stream()
                .filter(Place::isIdle)
                .toList();
    }
}
