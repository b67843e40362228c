package io.cloudfunc.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows like those that the platform stores for a call, in tables like its own, with the same keys and indexes, in a schema
 * of their own: each is a copy of one that the platform stored for the same function, but for its ids.
 */
final class FloorStore implements AutoCloseable {

    private static final String TABLES = """
            drop schema if exists floor cascade; create schema floor;
            create table floor.domain_event (like public.domain_event including all);
            create table floor.payload (like public.payload including all);
            create table floor.payload_key (like public.payload_key including all);
            """;

    /** One message, which is a transaction by itself. */
    private static final String STORE = """
            with given as (
              select * from unnest(?::date[], ?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::bytea[])
                as given (stored_on, id, content_type, hash, content, key, salt)),
            fresh as (
              insert into floor.payload (stored_on, id, content_type, hash, content)
              select stored_on, id, content_type, hash, content from given returning id)
            insert into floor.payload_key (id, key, salt) select id, key, salt from given join fresh using (id);
            insert into floor.domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                payload_type, payload_revision, payload, metadata)
            select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[])
            """;

    private final String url;
    private final Connection accepting;
    private final Connection ending;
    private final Template requested;
    private final Template succeeded;

    FloorStore(String url) throws SQLException {
        this.url = url;
        accepting = DriverManager.getConnection(url);
        ending = DriverManager.getConnection(url);
        try (var statement = accepting.createStatement()) {
            statement.execute(TABLES);
        }
        requested = Template.last(accepting, "InvocationRequested");
        succeeded = Template.last(accepting, "InvocationSucceeded");
    }

    FloorCommits.Commit accepting() {
        return calls -> store(accepting, requested, 0, calls);
    }

    FloorCommits.Commit ending() {
        return calls -> store(ending, succeeded, 1, calls);
    }

    private static void store(Connection connection, Template template, int number, List<Floor.Call> calls)
            throws SQLException {
        try (var statement = connection.prepareStatement(STORE)) {
            template.fill(statement, number, calls);
            statement.execute();
        }
    }

    Figures durability() throws IOException {
        var figures = new Figures();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (var setting : List.of("fsync", "synchronous_commit", "wal_sync_method", "full_page_writes")) {
                try (var shown = statement.executeQuery("show " + setting)) {
                    shown.next();
                    figures.put(setting, shown.getString(1));
                }
            }
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
        return figures.put("queues", "quorum, durable, confirmed");
    }

    @Override
    public void close() throws IOException {
        try (accepting;
                ending;
                var statement = ending.createStatement()) {
            statement.execute("drop schema floor cascade");
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    /** The last event of a kind that the platform stored, and the last payload with its key. */
    private record Template(
            String type,
            String time,
            String payloadType,
            String revision,
            String payload,
            String metadata,
            String contentType,
            String hash,
            byte[] content,
            byte[] key,
            byte[] salt) {

        static Template last(Connection connection, String event) throws SQLException {
            try (var statement = connection.prepareStatement("""
                    select aggregate_type, time_stamp, payload_type, payload_revision, e.payload, metadata,
                        content_type, hash, content, key, salt
                    from (select * from domain_event where payload_type like ? order by global_index desc limit 1) e,
                        (select * from payload join payload_key using (id) order by id desc limit 1) p
                    """)) {
                statement.setString(1, "%" + event);
                try (var row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new SQLException("no " + event + " is stored to be like");
                    }
                    return new Template(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8),
                            row.getBytes(9),
                            row.getBytes(10),
                            row.getBytes(11));
                }
            }
        }

        void fill(PreparedStatement statement, int number, List<Floor.Call> calls) throws SQLException {
            texts(statement, 1, "date", calls, call -> LocalDate.now(ZoneOffset.UTC));
            texts(statement, 2, "uuid", calls, call -> UUID.randomUUID());
            texts(statement, 3, "text", calls, call -> contentType);
            texts(statement, 4, "text", calls, call -> hash);
            bytes(statement, 5, calls, content);
            bytes(statement, 6, calls, key);
            bytes(statement, 7, calls, salt);
            texts(statement, 8, "text", calls, call -> UUID.randomUUID());
            texts(statement, 9, "text", calls, Floor.Call::id);
            texts(statement, 10, "bigint", calls, call -> number);
            texts(statement, 11, "text", calls, call -> type);
            texts(statement, 12, "text", calls, call -> time);
            texts(statement, 13, "text", calls, call -> payloadType);
            texts(statement, 14, "text", calls, call -> revision);
            texts(statement, 15, "text", calls, call -> payload);
            texts(statement, 16, "text", calls, call -> metadata);
        }

        private static void texts(
                PreparedStatement statement,
                int parameter,
                String type,
                List<Floor.Call> calls,
                Function<Floor.Call, @Nullable Object> value)
                throws SQLException {
            var values = calls.stream()
                    .map(value)
                    .map(each -> Objects.toString(each, null))
                    .toArray(String[]::new);
            statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
        }

        private static void bytes(PreparedStatement statement, int parameter, List<Floor.Call> calls, byte[] value)
                throws SQLException {
            var values = Collections.nCopies(calls.size(), value).toArray(byte[][]::new);
            statement.setArray(parameter, statement.getConnection().createArrayOf("bytea", values));
        }
    }
}
