package io.cloudfunc.store;

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
            from domain_event where aggregate_id = any(?) order by global_index
            """;

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
                READ,
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("text", aggregateIds.toArray())),
                (row, number) -> stored(row));
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
