package io.cloudfunc.store;

import java.sql.SQLException;
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
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

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

    private static final Class<?> DATA_TYPE = String.class;
    private static final String APPEND = AppendStatement.sql(columns());

    private final JustAppended justAppended = new JustAppended();
    private final PersistenceExceptionResolver exceptions;

    private StorageEngine(Builder builder, PersistenceExceptionResolver exceptions) {
        super(builder);
        this.exceptions = exceptions;
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
        builder.dataType(DATA_TYPE).gapTimeout(GAP_TIMEOUT_MILLIS).maxGapOffset(MAX_GAP_OFFSET);
        builder.readEventDataWithoutGaps(TrackedEventStatements::after)
                .readEventDataWithGaps(TrackedEventStatements::afterOrIn)
                .cleanGaps(TrackedEventStatements::inOrBehind);
        builder.appendEvents(AppendStatement::of);
        builder.extendedGapCheckEnabled(false);
        return new StorageEngine(builder, exceptions);
    }

    /** The next events after the token that are visible now; fewer than {@code most} are all there are. */
    List<TrackedEventMessage<?>> fetch(@Nullable TrackingToken after, int most) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        fetchTrackedEvents(after, most).stream(), getEventSerializer(), upcasterChain)
                .<TrackedEventMessage<?>>map(justAppended::instead)
                .toList();
    }

    /** What a unit of work appends goes to the database with its commit, see {@link OneTripTransactions}. */
    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        OneTrip.current()
                .ifPresentOrElse(
                        trip -> trip.load(Appended.class, () -> new Appended(serializer))
                                .add(events),
                        () -> super.appendEvents(events, serializer));
        justAppended.add(events);
    }

    private final class Appended implements OneTrip.Load<AppendStatement.Row> {

        private final Serializer serializer;
        private final List<AppendStatement.Row> rows = new ArrayList<>();

        private Appended(Serializer serializer) {
            this.serializer = serializer;
        }

        void add(List<? extends EventMessage<?>> events) {
            events.forEach(event -> rows.add(AppendStatement.Row.of(event, DATA_TYPE, serializer)));
        }

        @Override
        public String sql() {
            return APPEND;
        }

        @Override
        public List<AppendStatement.Row> rows() {
            return rows;
        }

        @Override
        public void fill(ArrayColumns<AppendStatement.Row> columns) throws SQLException {
            AppendStatement.fill(columns);
        }

        @Override
        public void explain(DataAccessException failure) {
            if (exceptions.isDuplicateKeyViolation(failure)) {
                handlePersistenceException(failure, rows.getFirst().event());
            }
        }
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
