package io.cloudfunc.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Lets a caller wait for an event of one aggregate, whichever process appends it. What this process appends is handed
 * over right after its commit; for the rest the store is asked for what is said to have changed, and now and then for all.
 */
public final class EventTail {

    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);

    private final Map<String, List<Waiter<?>>> waiters = new ConcurrentHashMap<>();
    private final EventHistory history;

    EventTail(EventHistory history) {
        this.history = history;
    }

    /**
     * Completes with the first event of that type of the aggregate. Register first, then look at the stored state, then
     * wait; cancel it when the answer is no longer of interest.
     */
    public <E> CompletableFuture<E> next(String aggregateId, Class<E> type) {
        return next(aggregateId, type, event -> true);
    }

    /** As {@link #next(String, Class)}, for the first event that also meets the condition. */
    public <E> CompletableFuture<E> next(String aggregateId, Class<E> type, Predicate<E> condition) {
        var waiter = new Waiter<>(type, condition, new CompletableFuture<E>());
        waiters.compute(aggregateId, (id, others) -> with(others, waiter));
        waiter.future.whenComplete(
                (event, error) -> waiters.computeIfPresent(aggregateId, (id, others) -> without(others, waiter)));
        return waiter.future;
    }

    /** Whether anybody waits for an event of the aggregate. */
    public boolean isAwaited(String aggregateId) {
        return waiters.containsKey(aggregateId);
    }

    void appended(String aggregateId, Object event) {
        waiters.getOrDefault(aggregateId, List.of()).forEach(waiter -> waiter.offer(event));
    }

    /** Asks the store for what other processes have appended to any of the aggregates that someone waits for. */
    void lookAgain() {
        look(List.copyOf(waiters.keySet()));
    }

    /** The same, if it is known which aggregates they are. */
    void lookAt(Set<String> changed) {
        look(changed.stream().filter(waiters::containsKey).toList());
    }

    private void look(List<String> aggregates) {
        if (aggregates.isEmpty()) {
            return;
        }
        try {
            history.of(aggregates).forEach(stored -> appended(stored.aggregate(), stored.event()));
        } catch (DataAccessException notReached) {
            LOG.debug("The store does not answer; waiting callers are served at the next look", notReached);
        }
    }

    private static List<Waiter<?>> with(@org.jspecify.annotations.Nullable List<Waiter<?>> others, Waiter<?> waiter) {
        var all = others == null ? new ArrayList<Waiter<?>>(1) : new ArrayList<>(others);
        all.add(waiter);
        return List.copyOf(all);
    }

    private static @org.jspecify.annotations.Nullable List<Waiter<?>> without(
            List<Waiter<?>> others, Waiter<?> waiter) {
        var rest = others.stream().filter(other -> other != waiter).toList();
        return rest.isEmpty() ? null : rest;
    }

    private record Waiter<E>(Class<E> type, Predicate<E> condition, CompletableFuture<E> future) {

        void offer(Object event) {
            if (type.isInstance(event) && condition.test(type.cast(event))) {
                future.complete(type.cast(event));
            }
        }
    }
}
