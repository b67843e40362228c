package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/**
 * Appends events with one insert that has them as arrays, in their order. The framework's own statement is executed once
 * for each.
 */
final class AppendStatement {

    private static final String APPEND = """
            insert into %s (%s) select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::text[])
            """;

    private AppendStatement() {}

    static String sql(EventSchema schema) {
        return APPEND.formatted(schema.domainEventTable(), schema.domainEventFields());
    }

    /** Its one execution is its batch, as the framework expects. */
    static PreparedStatement of(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        var statement = connection.prepareStatement(sql(schema));
        var rows = events.stream()
                .map(event -> Row.of(event, dataType, serializer))
                .toList();
        fill(new ArrayColumns<>(statement, rows));
        statement.addBatch();
        return statement;
    }

    static void fill(ArrayColumns<Row> columns) throws SQLException {
        columns.column("text", row -> row.event().getIdentifier())
                .column("text", row -> row.event().getAggregateIdentifier())
                .column("bigint", row -> row.event().getSequenceNumber())
                .column("text", row -> row.event().getType())
                .column("text", Row::time)
                .column("text", row -> row.payload().getType().getName())
                .column("text", row -> row.payload().getType().getRevision())
                .column("text", row -> row.payload().getData())
                .column("text", row -> row.metadata().getData());
    }

    /** An event as it is stored. */
    record Row(DomainEventMessage<?> event, SerializedObject<?> payload, SerializedObject<?> metadata) {

        static Row of(EventMessage<?> event, Class<?> dataType, Serializer serializer) {
            var ofAggregate = EventUtils.asDomainEventMessage(event);
            return new Row(
                    ofAggregate,
                    ofAggregate.serializePayload(serializer, dataType),
                    ofAggregate.serializeMetaData(serializer, dataType));
        }

        String time() {
            return DateTimeUtils.formatInstant(event.getTimestamp());
        }
    }
}
