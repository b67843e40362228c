package io.cloudfunc.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

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

    /** Its one execution is its batch, as the caller expects. */
    static PreparedStatement of(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        var rows = events.stream()
                .map(event -> Row.of(event, dataType, serializer))
                .toList();
        var statement =
                connection.prepareStatement(APPEND.formatted(schema.domainEventTable(), schema.domainEventFields()));
        statement.setArray(1, texts(connection, rows, row -> row.event().getIdentifier()));
        statement.setArray(2, texts(connection, rows, row -> row.event().getAggregateIdentifier()));
        statement.setArray(3, numbers(connection, rows));
        statement.setArray(4, texts(connection, rows, row -> row.event().getType()));
        statement.setArray(5, texts(connection, rows, Row::time));
        statement.setArray(
                6, texts(connection, rows, row -> row.payload().getType().getName()));
        statement.setArray(
                7, texts(connection, rows, row -> row.payload().getType().getRevision()));
        statement.setArray(8, texts(connection, rows, row -> row.payload().getData()));
        statement.setArray(9, texts(connection, rows, row -> row.metadata().getData()));
        statement.addBatch();
        return statement;
    }

    private static Array texts(Connection connection, List<Row> rows, Function<Row, @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(column).toArray(String[]::new));
    }

    private static Array numbers(Connection connection, List<Row> rows) throws SQLException {
        return connection.createArrayOf(
                "bigint",
                rows.stream().map(row -> row.event().getSequenceNumber()).toArray(Long[]::new));
    }

    private record Row(DomainEventMessage<?> event, SerializedObject<?> payload, SerializedObject<?> metadata) {

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
