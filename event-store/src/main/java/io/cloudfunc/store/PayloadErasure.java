package io.cloudfunc.store;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Erases payloads, outputs and logs for good: their keys and salts go, and with them the meaning of what is left. Events
 * stay as they are, and so does the chain over them.
 */
public final class PayloadErasure {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Whatever in an event looks like a reference to a payload is one. */
    private static final String REFERENCES = """
            select distinct (ref #>> '{}')::uuid from domain_event,
              jsonb_path_query(payload::jsonb, 'strict $.** ? (exists (@.contentType) && exists (@.hash)).id') ref
            where aggregate_id = any(?)
            """;

    private final JdbcTemplate jdbc;
    private final PayloadStore payloads;

    PayloadErasure(JdbcTemplate jdbc, PayloadStore payloads) {
        this.jdbc = jdbc;
        this.payloads = payloads;
    }

    /** How many payloads of these aggregates were erased now. Takes part in the transaction, if there is one. */
    public int eraseOf(Collection<String> aggregates) {
        var ids = jdbc.query(
                REFERENCES,
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("text", aggregates.toArray())),
                (row, number) -> row.getObject(1, UUID.class));
        return erase(ids);
    }

    private int erase(List<UUID> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        payloads.forget(ids);
        var all = ids.toArray(UUID[]::new);
        jdbc.update("update payload set content = '' where stored_on = any(?) and id = any(?)", statement -> {
            var days = ids.stream().map(PayloadStore::dayOf).distinct().map(Date::valueOf);
            statement.setArray(1, statement.getConnection().createArrayOf("date", days.toArray()));
            statement.setArray(2, statement.getConnection().createArrayOf("uuid", all));
        });
        return jdbc.update(
                "delete from payload_key where id = any(?)",
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("uuid", all)));
    }

    /**
     * Writes the tables of keys anew, so that no erased one is left in their files; accepting calls waits meanwhile.
     * The database's log holds them until its segments were written over or removed.
     */
    public void rewriteKeys(String... otherTables) {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set statement_timeout = " + LONGEST.toMillis());
                rewrite(statement, "payload_key");
                for (var table : otherTables) {
                    rewrite(statement, table);
                }
            } finally {
                try (var statement = connection.createStatement()) {
                    statement.execute("set statement_timeout = '30s'");
                }
            }
            return true;
        });
    }

    private static void rewrite(Statement statement, String table) throws SQLException {
        statement.execute("vacuum (full) " + table);
    }
}
