package io.cloudfunc.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Sees what this process appends and, once it is committed and not before, tells those who wait: first callers of
 * {@link EventTail} and the listeners, then the streams, then the other processes.
 */
final class AppendWatch {

    private static final String APPENDED = AppendWatch.class.getName();

    private final EventTail tail;
    private final EventSignal signal;
    private final PostgresNotifier others;
    private final List<AppendListener> listeners;

    AppendWatch(
            EventStore eventStore,
            EventTail tail,
            EventSignal signal,
            PostgresNotifier others,
            List<AppendListener> listeners) {
        this.tail = tail;
        this.signal = signal;
        this.others = others;
        this.listeners = List.copyOf(listeners);
        eventStore.subscribe(this::appending);
    }

    private void appending(List<? extends EventMessage<?>> events) {
        var unitOfWork = CurrentUnitOfWork.get().root();
        unitOfWork
                .<List<EventMessage<?>>>getOrComputeResource(APPENDED, key -> watched(unitOfWork))
                .addAll(events);
    }

    private List<EventMessage<?>> watched(UnitOfWork<?> unitOfWork) {
        var appended = new ArrayList<EventMessage<?>>();
        unitOfWork.afterCommit(committed -> committed(appended));
        return appended;
    }

    private void committed(List<EventMessage<?>> appended) {
        var changed = new LinkedHashSet<String>();
        for (var event : appended) {
            if (event instanceof DomainEventMessage<?> domainEvent) {
                tail.appended(domainEvent.getAggregateIdentifier(), domainEvent.getPayload());
                listeners.forEach(listener -> listener.appended(domainEvent.getPayload()));
                if (domainEvent.getSequenceNumber() > 0) {
                    changed.add(domainEvent.getAggregateIdentifier());
                }
            }
        }
        signal.raise();
        others.send(changed);
    }
}
