package io.cloudfunc.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/** Axon's JDBC engine on our table: events as readable JSON text, no snapshots, slow transactions never skipped. */
final class StorageEngine extends JdbcEventStorageEngine {

    /** Events a query reads at most, besides those that were late; fewer say that no more are visible. */
    static final int BATCH = 500;

    /**
     * A reader goes past a position that is not visible yet, remembers it as a gap, and forgets it only after this
     * many milliseconds or positions: both far beyond what an appender may take, whose statements end after 30 s.
     */
    private static final int GAP_TIMEOUT_MILLIS = 600_000;

    private static final int MAX_GAP_OFFSET = 10_000_000;

    private static final String APPENDED = StorageEngine.class.getName();

    private final JustAppended justAppended = new JustAppended();

    private StorageEngine(Builder builder) {
        super(builder);
    }

    static StorageEngine on(
            ConnectionProvider connections,
            TransactionManager transactions,
            PersistenceExceptionResolver exceptions,
            Serializer eventSerializer,
            EventUpcaster upcasters) {
        var builder = JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(transactions)
                .persistenceExceptionResolver(exceptions)
                .eventSerializer(eventSerializer)
                .snapshotSerializer(eventSerializer)
                .upcasterChain(upcasters)
                .schema(columns())
                .batchSize(BATCH);
        builder.dataType(String.class).gapTimeout(GAP_TIMEOUT_MILLIS).maxGapOffset(MAX_GAP_OFFSET);
        builder.readEventDataWithoutGaps(TrackedEventStatements::after)
                .readEventDataWithGaps(TrackedEventStatements::afterOrIn)
                .cleanGaps(TrackedEventStatements::inOrBehind);
        builder.appendEvents(AppendStatement::of);
        builder.extendedGapCheckEnabled(false);
        return new StorageEngine(builder);
    }

    /** The next events after the token that are visible now; fewer than {@code most} are all there are. */
    List<TrackedEventMessage<?>> fetch(@Nullable TrackingToken after, int most) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        fetchTrackedEvents(after, most).stream(), getEventSerializer(), upcasterChain)
                .<TrackedEventMessage<?>>map(justAppended::instead)
                .toList();
    }

    /** What all commands of one unit of work append goes to the database at once, right before the commit. */
    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        CurrentUnitOfWork.map(UnitOfWork::root)
                .filter(unitOfWork -> unitOfWork.phase() == UnitOfWork.Phase.PREPARE_COMMIT)
                .ifPresentOrElse(
                        unitOfWork -> collected(unitOfWork, serializer).addAll(events),
                        () -> append(events, serializer));
    }

    private void append(List<? extends EventMessage<?>> events, Serializer serializer) {
        super.appendEvents(events, serializer);
        justAppended.add(events);
    }

    private List<EventMessage<?>> collected(UnitOfWork<?> unitOfWork, Serializer serializer) {
        return unitOfWork.getOrComputeResource(APPENDED, key -> {
            var collected = new ArrayList<EventMessage<?>>();
            unitOfWork.onPrepareCommit(preparing -> {
                preparing.resources().remove(APPENDED);
                append(collected, serializer);
            });
            return collected;
        });
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }

    static EventSchema columns() {
        return EventSchema.builder()
                .eventTable("domain_event")
                .globalIndexColumn("global_index")
                .eventIdentifierColumn("event_id")
                .aggregateIdentifierColumn("aggregate_id")
                .sequenceNumberColumn("sequence_number")
                .typeColumn("aggregate_type")
                .timestampColumn("time_stamp")
                .payloadTypeColumn("payload_type")
                .payloadRevisionColumn("payload_revision")
                .payloadColumn("payload")
                .metaDataColumn("metadata")
                .build();
    }
}
