package io.cloudfunc.invoker.pool;

import io.cloudfunc.api.invocation.ColdReason;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a placement depends on. Views of the pool's own bookkeeping, valid for the decision only.
 *
 * @param ofLife places of the function life that is asked for
 * @param idle idle places of all functions, least recently used first
 * @param spares made ahead and unclaimed, longest waiting first
 * @param starting how many containers are being started, for whomever
 * @param memoryMiB sum of the memory of all places and of all that is made ahead
 * @param departed for revisions of this life, why a call would miss the last container that left
 */
record PoolState(
        Collection<Place> ofLife,
        Collection<Place> idle,
        List<Spare> spares,
        int starting,
        int memoryMiB,
        Map<Integer, ColdReason> departed,
        Limits limits) {

    boolean hasStartToSpare() {
        return starting < limits.startsAtOnce();
    }

    int freeMemoryMiB() {
        return limits.memoryMiB() - memoryMiB;
    }
}
