package io.cloudfunc.store.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that cannot be reached, or takes nobody in, from a statement that went wrong. */
final class DatabaseOutage {

    /** PostgreSQL's classes: no connection, out of resources, operator intervention, system error. */
    private static final Set<String> STATES = Set.of("08", "53", "57", "58");

    private static final String DISK_FULL = "53100";
    private static final int DEEPEST = 20;

    private DatabaseOutage() {}

    /** What keeps it, as far as it says. */
    static String reasonOf(Throwable outage) {
        return Stream.iterate(outage, Objects::nonNull, Throwable::getCause)
                        .limit(DEEPEST)
                        .anyMatch(
                                cause -> cause instanceof SQLException failed && DISK_FULL.equals(failed.getSQLState()))
                ? "its disk is full"
                : "it does not answer";
    }

    static boolean isOne(Throwable cause) {
        return cause instanceof DataAccessResourceFailureException
                || isLostTransaction(cause)
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || (cause instanceof SQLException failed
                        && failed.getSQLState() != null
                        && failed.getSQLState().length() == 5
                        && STATES.contains(failed.getSQLState().substring(0, 2)));
    }

    /** One that could not begin or end. A rollback that fails hides what went wrong before: that the connection broke. */
    private static boolean isLostTransaction(Throwable cause) {
        return cause instanceof CannotCreateTransactionException || cause instanceof TransactionSystemException;
    }
}
