package io.cloudfunc.invoker.pool;

import io.cloudfunc.invoker.engine.Blueprint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the pool may take of its machine.
 *
 * @param memoryMiB sum of the memory limits of all containers at a time
 * @param startsAtOnce containers that the engine starts at a time; more of them only make each slower
 * @param spares how many of each kind are made ahead, in order of importance; together they take at most a quarter of the
 *     memory, and only of what is left when another quarter stays free
 */
public record Limits(int memoryMiB, int startsAtOnce, Map<Blueprint, Integer> spares) {

    public Limits {
        spares = Collections.unmodifiableMap(new LinkedHashMap<>(spares));
    }

    /** Nothing is made ahead. */
    public Limits(int memoryMiB, int startsAtOnce) {
        this(memoryMiB, startsAtOnce, Map.of());
    }

    int quarterOfMemoryMiB() {
        return memoryMiB / 4;
    }
}
