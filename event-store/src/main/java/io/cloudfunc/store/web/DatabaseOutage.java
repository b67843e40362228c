package io.cloudfunc.store.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Tells a database that cannot be reached, or takes nobody in, from a statement that went wrong. */
final class DatabaseOutage {

    /** PostgreSQL's classes: no connection, out of resources, operator intervention, system error. */
    private static final Set<String> STATES = Set.of("08", "53", "57", "58");

    private DatabaseOutage() {}

    static boolean isOne(Throwable cause) {
        return cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || (cause instanceof SQLException failed
                        && failed.getSQLState() != null
                        && failed.getSQLState().length() == 5
                        && STATES.contains(failed.getSQLState().substring(0, 2)));
    }
}
