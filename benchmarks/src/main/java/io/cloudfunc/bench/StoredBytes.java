package io.cloudfunc.bench;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How much a database holds, in bytes, and how much log it has ever written.
 *
 * @param events how many it holds
 * @param payloads inputs, outputs and logs, with their keys and indexes
 * @param views the lists, with their indexes
 */
record StoredBytes(long events, long eventTable, long eventIndexes, long payloads, long views, long log) {

    private static final String NOW = """
            select (select count(*) from domain_event), pg_table_size('domain_event'), pg_indexes_size('domain_event'),
                pg_total_relation_size('payload_key')
                    + (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'payload'::regclass),
                pg_total_relation_size('view_invocation') + pg_total_relation_size('view_container'),
                pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')
            """;

    /** @param database JDBC URL with user and password */
    static StoredBytes of(String database) throws IOException {
        try (var connection = DriverManager.getConnection(database);
                var now = connection.createStatement().executeQuery(NOW)) {
            now.next();
            return new StoredBytes(
                    now.getLong(1), now.getLong(2), now.getLong(3), now.getLong(4), now.getLong(5), now.getLong(6));
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    /** What each of so many calls added to what there was before. */
    Figures perCall(StoredBytes before, long calls) {
        return new Figures()
                .put("events", (events - before.events) / (double) calls)
                .put("event_table_bytes", (eventTable - before.eventTable) / calls)
                .put("event_index_bytes", (eventIndexes - before.eventIndexes) / calls)
                .put("payload_bytes", (payloads - before.payloads) / calls)
                .put("view_bytes", (views - before.views) / calls)
                .put("log_bytes", (log - before.log) / calls);
    }
}
