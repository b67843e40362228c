package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which processes listen for what others append: each holds an advisory lock of its own for as long as its connection
 * listens. Everybody may see who holds locks, and a connection that is lost holds none.
 */
final class ListeningProcesses {

    /** Tells these locks from others; taken at random once. */
    private static final int KIND = 1_284_071_399;

    private static final String OTHERS = """
            select exists (
                select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 2
                  and classid::bigint = ? and objid::bigint <> ?
                  and database = (select oid from pg_database where datname = current_database()))
            """;

    private ListeningProcesses() {}

    static void join(Connection connection, String processId) throws SQLException {
        execute("select pg_advisory_lock_shared(?, ?)", connection, processId);
    }

    static void leave(Connection connection, String processId) throws SQLException {
        execute("select pg_advisory_unlock_shared(?, ?)", connection, processId);
    }

    private static void execute(String onLock, Connection connection, String processId) throws SQLException {
        try (var statement = connection.prepareStatement(onLock)) {
            statement.setInt(1, KIND);
            statement.setInt(2, numberOf(processId));
            statement.execute();
        }
    }

    /** Whether any but this one listens on this database now. */
    static boolean areThereOthers(JdbcTemplate jdbc, String processId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(OTHERS, Boolean.class, KIND, numberOf(processId)));
    }

    /** Two of them have the same once in some 10^9 times; then they see each other's events a second later. */
    private static int numberOf(String processId) {
        return processId.hashCode() & Integer.MAX_VALUE;
    }
}
