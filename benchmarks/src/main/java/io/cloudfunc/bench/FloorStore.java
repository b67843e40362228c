package io.cloudfunc.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

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

    private static final String EVENT = """
            insert into floor.domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                payload_type, payload_revision, payload, metadata)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String PAYLOAD = """
            with fresh as (
              insert into floor.payload (stored_on, id, content_type, hash, content) values (?, ?, ?, ?, ?) returning id)
            insert into floor.payload_key (id, key, salt) select id, ?, ? from fresh
            """;

    private final String url;
    private final Connection accepting;
    private final Connection ending;
    private final Template requested;
    private final Template succeeded;

    FloorStore(String url) throws SQLException {
        this.url = url;
        accepting = connect(url);
        ending = connect(url);
        try (var statement = accepting.createStatement()) {
            statement.execute(TABLES);
        }
        accepting.commit();
        requested = Template.last(accepting, "InvocationRequested");
        succeeded = Template.last(accepting, "InvocationSucceeded");
    }

    private static Connection connect(String url) throws SQLException {
        var connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    FloorCommits.Commit accepting() {
        return calls -> store(accepting, requested, 0, calls);
    }

    FloorCommits.Commit ending() {
        return calls -> store(ending, succeeded, 1, calls);
    }

    private static void store(Connection connection, Template template, int number, List<Floor.Call> calls)
            throws SQLException {
        try (var payloads = connection.prepareStatement(PAYLOAD);
                var events = connection.prepareStatement(EVENT)) {
            for (var call : calls) {
                template.addPayload(payloads);
                template.addEvent(events, call.id(), number);
            }
            payloads.executeBatch();
            events.executeBatch();
        }
        connection.commit();
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
            ending.commit();
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

        void addEvent(PreparedStatement statement, UUID aggregate, int number) throws SQLException {
            statement.setString(1, UUID.randomUUID().toString());
            statement.setString(2, aggregate.toString());
            statement.setInt(3, number);
            statement.setString(4, type);
            statement.setString(5, time);
            statement.setString(6, payloadType);
            statement.setString(7, revision);
            statement.setString(8, payload);
            statement.setString(9, metadata);
            statement.addBatch();
        }

        void addPayload(PreparedStatement statement) throws SQLException {
            statement.setDate(1, Date.valueOf(LocalDate.now(ZoneOffset.UTC)));
            statement.setObject(2, UUID.randomUUID());
            statement.setString(3, contentType);
            statement.setString(4, hash);
            statement.setBytes(5, content);
            statement.setBytes(6, key);
            statement.setBytes(7, salt);
            statement.addBatch();
        }
    }
}
