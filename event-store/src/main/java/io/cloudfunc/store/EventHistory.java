package io.cloudfunc.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the events of aggregates, with their positions, in the order of the stream. */
public final class EventHistory {

    private static final String READ = """
            select global_index, aggregate_id, sequence_number, time_stamp,
                   payload_type, payload_revision, payload, metadata
            from domain_event where %s order by global_index
            """;
    private static final String OF_AGGREGATES = READ.formatted("aggregate_id = any(?)");
    private static final String OF_AGGREGATES_UP_TO = READ.formatted("aggregate_id = any(?) and global_index <= ?");
    private static final String AT_POSITIONS = READ.formatted("global_index = any(?)");

    private final JdbcTemplate jdbc;
    private final Serializer serializer;

    EventHistory(JdbcTemplate jdbc, Serializer eventSerializer) {
        this.jdbc = jdbc;
        this.serializer = eventSerializer;
    }

    /** All events of the aggregate; none if there is no such aggregate. */
    public List<StoredEvent> of(String aggregateId) {
        return of(List.of(aggregateId));
    }

    List<StoredEvent> of(Collection<String> aggregateIds) {
        return jdbc.query(
                OF_AGGREGATES, statement -> fill(statement, "text", aggregateIds), (row, number) -> stored(row));
    }

    /** The events of all these aggregates up to that position. */
    public List<StoredEvent> of(Collection<String> aggregateIds, long position) {
        return jdbc.query(
                OF_AGGREGATES_UP_TO,
                statement -> {
                    fill(statement, "text", aggregateIds);
                    statement.setLong(2, position);
                },
                (row, number) -> stored(row));
    }

    /** The events at these positions; where there is none, none. */
    public List<StoredEvent> at(Collection<Long> positions) {
        return jdbc.query(
                AT_POSITIONS, statement -> fill(statement, "bigint", positions), (row, number) -> stored(row));
    }

    private static void fill(PreparedStatement statement, String type, Collection<?> values) throws SQLException {
        statement.setArray(1, statement.getConnection().createArrayOf(type, values.toArray()));
    }

    private StoredEvent stored(ResultSet row) throws SQLException {
        Object event = serializer.deserialize(new SimpleSerializedObject<>(
                row.getString("payload"),
                String.class,
                row.getString("payload_type"),
                row.getString("payload_revision")));
        Map<String, Object> metadata = serializer.deserialize(
                new SimpleSerializedObject<>(row.getString("metadata"), String.class, MetaData.class.getName(), null));
        return new StoredEvent(
                row.getLong("global_index"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                event.getClass().getSimpleName(),
                Instant.parse(row.getString("time_stamp")),
                event,
                metadata);
    }
}
