package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which workers have an idle container for a call of a function, as far as the router knows: it is told of starts, uses and
 * stops after the fact. A wrong guess costs a cold start, or the wait for a container.
 */
final class WarmFirst {

    private WarmFirst() {}

    /**
     * Those with the most first.
     *
     * @param containers of the function
     * @param underWay its calls; where one runs that any worker may have is not known
     */
    static List<WorkerId> workers(
            int revision, Collection<WarmContainer> containers, Collection<InFlight> underWay, Instant now) {
        var idle = new HashMap<WorkerId, Integer>();
        containers.stream()
                .filter(container -> container.runs(revision) && now.isBefore(container.expiresAt()))
                .forEach(container -> idle.merge(container.worker(), 1, Integer::sum));
        var all = idle.values().stream().mapToInt(Integer::intValue).sum();
        if (underWay.size() >= all) {
            return List.of();
        }
        for (var call : underWay) {
            var worker = call.worker();
            if (worker != null) {
                idle.computeIfPresent(worker, (same, count) -> count - 1);
            }
        }
        return idle.entrySet().stream()
                .filter(worker -> worker.getValue() > 0)
                .sorted(Map.Entry.<WorkerId, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(worker -> worker.getKey().toString()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
