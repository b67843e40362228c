package io.cloudfunc.invoker.pool;

import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.SandboxSpec;
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
 * @param sandboxes how many functions, those used last, have a container of their own made ahead, after all of {@code
 *     spares} and within the same quarter; 0: none
 */
public record Limits(int memoryMiB, int startsAtOnce, Map<Blueprint, Integer> spares, int sandboxes) {

    public Limits {
        spares = Collections.unmodifiableMap(new LinkedHashMap<>(spares));
    }

    /** Nothing is made ahead for a particular function. */
    Limits(int memoryMiB, int startsAtOnce, Map<Blueprint, Integer> spares) {
        this(memoryMiB, startsAtOnce, spares, 0);
    }

    /** Nothing is made ahead. */
    public Limits(int memoryMiB, int startsAtOnce) {
        this(memoryMiB, startsAtOnce, Map.of());
    }

    /** Whether runtimes are made ahead that can become a container of it. */
    boolean hasRuntimeFor(SandboxSpec spec) {
        return spares.entrySet().stream()
                .filter(kind -> kind.getKey() instanceof Blueprint.WaitingRuntime && kind.getValue() > 0)
                .anyMatch(kind -> kind.getKey().suits(spec));
    }

    int quarterOfMemoryMiB() {
        return memoryMiB / 4;
    }
}
