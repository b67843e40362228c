package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The backlog of the tests. */
final class InMemoryBacklog implements Backlog {

    /** @param notBefore the beginning of time if it waits for room */
    private record Waiting(InvocationRequested call, Instant notBefore) {

        private boolean isReady() {
            return notBefore.equals(Instant.MIN);
        }
    }

    private final Map<String, TreeMap<InvocationId, Waiting>> calls = new HashMap<>();

    @Override
    public void add(InvocationRequested call) {
        of(call.lifeKey()).putIfAbsent(call.invocation(), new Waiting(call, Instant.MIN));
    }

    @Override
    public void defer(InvocationRequested call, Instant until) {
        of(call.lifeKey()).put(call.invocation(), new Waiting(call, until));
    }

    @Override
    public int release(String lifeKey, Instant now) {
        var due = deferred(lifeKey)
                .filter(waiting -> !waiting.notBefore().isAfter(now))
                .toList();
        due.forEach(waiting -> of(lifeKey).put(waiting.call().invocation(), new Waiting(waiting.call(), Instant.MIN)));
        return due.size();
    }

    @Override
    public Optional<Instant> nextRelease(String lifeKey) {
        return deferred(lifeKey).map(Waiting::notBefore).min(Comparator.naturalOrder());
    }

    @Override
    public boolean remove(String lifeKey, InvocationId call) {
        return Optional.ofNullable(of(lifeKey).remove(call))
                .filter(Waiting::isReady)
                .isPresent();
    }

    @Override
    public List<InvocationRequested> take(String lifeKey, int most) {
        return take(lifeKey, most, waiting -> true);
    }

    @Override
    public List<InvocationRequested> takeOverdue(String lifeKey, Instant now) {
        return take(lifeKey, Integer.MAX_VALUE, waiting -> !waiting.call().due().isAfter(now));
    }

    private List<InvocationRequested> take(String lifeKey, int most, Predicate<Waiting> condition) {
        var taken = of(lifeKey).values().stream()
                .filter(Waiting::isReady)
                .filter(condition)
                .map(Waiting::call)
                .limit(most)
                .toList();
        taken.forEach(call -> of(lifeKey).remove(call.invocation()));
        return taken;
    }

    private Stream<Waiting> deferred(String lifeKey) {
        return of(lifeKey).values().stream().filter(waiting -> !waiting.isReady());
    }

    private TreeMap<InvocationId, Waiting> of(String lifeKey) {
        return calls.computeIfAbsent(lifeKey, life -> new TreeMap<>(Comparator.comparing(InvocationId::toString)));
    }
}
