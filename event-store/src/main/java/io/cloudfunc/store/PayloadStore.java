package io.cloudfunc.store;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import java.security.SecureRandom;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Payloads, outputs and logs, by id; each encrypted with a key of its own, which is stored apart so that it can be
 * destroyed. Takes part in the transaction of the thread that calls it, if there is one.
 */
public final class PayloadStore {

    /**
     * One statement, and so one way to the database: a payload and its key are there together or not at all. Many payloads
     * are one execution.
     */
    private static final String SAVE = """
            with given as (
              select * from unnest(?::date[], ?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::bytea[])
                as given (stored_on, id, content_type, hash, content, key, salt)),
            fresh as (
              insert into payload (stored_on, id, content_type, hash, content)
              select stored_on, id, content_type, hash, content from given on conflict do nothing returning id)
            insert into payload_key (id, key, salt) select id, key, salt from given join fresh using (id) returning id
            """;

    /** Of contents in one execution, or one content: an execution is one message to the database. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final String FIND = """
            select id, content_type, hash, content, key, salt from payload join payload_key using (id)
            where stored_on between ? and ? and id = any(?)
            """;

    private final JdbcTemplate jdbc;
    private final SecureRandom random = new SecureRandom();
    private final JustStored justStored = new JustStored();

    PayloadStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores what was never stored yet: an id's content never changes, and what was erased does not come back. In the order of
     * the ids, so that two nodes that store the same ones wait for each other at most in one direction. In a unit of work those
     * that are saved first, if they are not more than one message takes, are stored with its commit.
     */
    public void save(Collection<Payload> payloads) {
        var portions = portions(payloads);
        var trip = OneTrip.current().filter(sent -> portions.size() == 1 && !sent.has(Saved.class));
        if (trip.isPresent()) {
            trip.get().load(Saved.class, () -> new Saved(portions.getFirst()));
        } else {
            portions.forEach(this::saveAtOnce);
        }
    }

    private List<List<Row>> portions(Collection<Payload> payloads) {
        var portions = new ArrayList<List<Row>>();
        var portion = new LinkedHashMap<UUID, Row>();
        var bytes = 0L;
        var ordered = payloads.stream()
                .sorted(Comparator.comparing(payload -> payload.ref().id()))
                .toList();
        for (var payload : ordered) {
            if (!portion.isEmpty() && bytes + payload.ref().size() > MOST_BYTES) {
                portions.add(List.copyOf(portion.values()));
                portion.clear();
                bytes = 0;
            }
            portion.putIfAbsent(payload.ref().id(), new Row(payload, DataKey.fresh(random)));
            bytes += payload.ref().size();
        }
        if (!portion.isEmpty()) {
            portions.add(List.copyOf(portion.values()));
        }
        return portions;
    }

    private void saveAtOnce(List<Row> rows) {
        var saved = new Saved(rows);
        jdbc.query(SAVE, statement -> saved.fill(new ArrayColumns<>(statement, rows)), returned -> {
            saved.stored(returned);
            return true;
        });
    }

    private final class Saved implements OneTrip.Load<Row> {

        private final List<Row> rows;

        private Saved(List<Row> rows) {
            this.rows = rows;
        }

        @Override
        public String sql() {
            return SAVE;
        }

        @Override
        public List<Row> rows() {
            return rows;
        }

        @Override
        public void fill(ArrayColumns<Row> columns) throws SQLException {
            columns.column("date", row -> dayOf(row.ref().id()))
                    .column("uuid", row -> row.ref().id())
                    .column("text", row -> row.ref().contentType())
                    .column("text", row -> row.ref().hash())
                    .bytes(Row::encrypted)
                    .bytes(Row::key)
                    .bytes(row -> row.payload().salt());
        }

        @Override
        public void stored(ResultSet returned) throws SQLException {
            var ids = new HashSet<UUID>();
            while (returned.next()) {
                ids.add(returned.getObject(1, UUID.class));
            }
            rows.stream()
                    .map(Row::payload)
                    .filter(payload -> ids.contains(payload.ref().id()))
                    .forEach(justStored::add);
        }
    }

    public Optional<Payload> find(UUID id) {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    /**
     * As {@link #findAll}, for who needs it to run or answer the call itself: does not ask the database for what this
     * process stored in the last two seconds.
     */
    public Map<UUID, Payload> findAllOfACall(Collection<UUID> ids) {
        var found = new HashMap<UUID, Payload>();
        var others = new ArrayList<UUID>();
        ids.forEach(id -> justStored.find(id).ifPresentOrElse(payload -> found.put(id, payload), () -> others.add(id)));
        found.putAll(findAll(others));
        return found;
    }

    /** What this process stored in the last two seconds; asks nobody. */
    public Optional<Payload> justStored(UUID id) {
        return justStored.find(id);
    }

    /** What was erased comes from nowhere any more. */
    void forget(Collection<UUID> ids) {
        justStored.forget(ids);
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
        var key = row.getBytes("key");
        var stored = row.getBytes("content");
        var content = key == null ? stored : DataKey.decrypt(key, stored);
        var ref = new PayloadRef(
                row.getObject("id", UUID.class), row.getString("content_type"), content.length, row.getString("hash"));
        return new Payload(ref, row.getBytes("salt"), content);
    }

    /** The day of a time-ordered id (UUID version 7), in UTC: its first 48 bits are milliseconds since 1970. */
    static LocalDate dayOf(UUID id) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16), ZoneOffset.UTC);
    }

    private record Row(Payload payload, byte[] key) {

        PayloadRef ref() {
            return payload.ref();
        }

        byte[] encrypted() {
            return DataKey.encrypt(key, payload.content());
        }
    }
}
