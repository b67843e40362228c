package io.cloudfunc.query;

import io.cloudfunc.store.Fact;
import java.time.Instant;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/** Appends events as the command side does, but with no decision before them. */
record Appender(EventStore events, TransactionManager transactions) {

    /** In one commit. */
    void append(List<Fact> facts) {
        append(facts, Instant.now());
    }

    /** In one commit, before which that is done: the events have their positions, and nobody sees them. */
    void append(List<Fact> facts, Runnable beforeCommit) {
        transactions.executeInTransaction(() -> {
            append(facts);
            beforeCommit.run();
        });
    }

    void append(List<Fact> facts, Instant at) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        unitOfWork.execute(() -> events.publish(facts.stream()
                .<DomainEventMessage<?>>map(fact -> new GenericDomainEventMessage<>(
                        fact.type(), fact.aggregate(), fact.sequence(), new GenericMessage<>(fact.event()), at))
                .toList()));
    }
}
