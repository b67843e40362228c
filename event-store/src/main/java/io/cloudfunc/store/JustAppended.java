package io.cloudfunc.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * Events that this process appended a moment ago, be they committed or not: who reads one in the store need not make an
 * object of its text again. Safe for use by many threads.
 */
final class JustAppended {

    /** Some MiB; more than are appended until the slowest reader of a process that keeps up comes to them. */
    private static final int KEPT = 2_000;

    private final Map<String, DomainEventMessage<?>> kept = new LinkedHashMap<>();

    synchronized void add(List<? extends EventMessage<?>> events) {
        for (var event : events) {
            if (event instanceof DomainEventMessage<?> ofAggregate) {
                kept.put(event.getIdentifier(), ofAggregate);
            }
        }
        var oldest = kept.keySet().iterator();
        while (kept.size() > KEPT) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The event with the object that was appended, or as it was read. */
    TrackedEventMessage<?> instead(TrackedEventMessage<?> read) {
        return find(read.getIdentifier())
                .<TrackedEventMessage<?>>map(appended -> at(read, appended))
                .orElse(read);
    }

    private synchronized Optional<DomainEventMessage<?>> find(String id) {
        return Optional.ofNullable(kept.get(id));
    }

    private static <T> TrackedEventMessage<T> at(TrackedEventMessage<?> read, DomainEventMessage<T> appended) {
        return new GenericTrackedDomainEventMessage<>(read.trackingToken(), appended);
    }
}
