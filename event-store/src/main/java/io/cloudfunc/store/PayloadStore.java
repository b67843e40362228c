package io.cloudfunc.store;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Payloads, outputs and logs, by id. Takes part in the transaction of the thread that calls it, if there is one. */
public final class PayloadStore {

    private static final String SAVE = """
            insert into payload (stored_on, id, content_type, hash, salt, content) values (?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    private static final String FIND = """
            select id, content_type, hash, salt, content from payload
            where stored_on between ? and ? and id = any(?)
            """;

    private final JdbcTemplate jdbc;

    PayloadStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores what is not stored yet; an id's content never changes. */
    public void save(Collection<Payload> payloads) {
        if (payloads.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(SAVE, payloads, payloads.size(), (statement, payload) -> {
            statement.setDate(1, Date.valueOf(dayOf(payload.ref().id())));
            statement.setObject(2, payload.ref().id());
            statement.setString(3, payload.ref().contentType());
            statement.setString(4, payload.ref().hash());
            statement.setBytes(5, payload.salt());
            statement.setBytes(6, payload.content());
        });
    }

    public Optional<Payload> find(UUID id) {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    /** Those of the ids that are stored. */
    public Map<UUID, Payload> findAll(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var days = ids.stream().map(PayloadStore::dayOf).sorted().toList();
        return jdbc
                .query(
                        FIND,
                        statement -> {
                            statement.setDate(1, Date.valueOf(days.getFirst()));
                            statement.setDate(2, Date.valueOf(days.getLast()));
                            statement.setArray(3, statement.getConnection().createArrayOf("uuid", ids.toArray()));
                        },
                        (row, number) -> payload(row))
                .stream()
                .collect(Collectors.toMap(payload -> payload.ref().id(), Function.identity()));
    }

    private static Payload payload(ResultSet row) throws SQLException {
        var content = row.getBytes("content");
        var ref = new PayloadRef(
                row.getObject("id", UUID.class), row.getString("content_type"), content.length, row.getString("hash"));
        return new Payload(ref, row.getBytes("salt"), content);
    }

    /** The day of a time-ordered id (UUID version 7), in UTC: its first 48 bits are milliseconds since 1970. */
    static LocalDate dayOf(UUID id) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16), ZoneOffset.UTC);
    }
}
