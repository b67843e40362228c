package io.cloudfunc.query.view;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the database as it was at one instant, for up to 15 minutes, with the connection of one transaction: events,
 * views and positions fit together, and nobody waits for it.
 */
@Component
public class Snapshot {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate reading;
    private final TransactionTemplate drafting;

    Snapshot(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        reading = repeatable(transactions, true);
        drafting = repeatable(transactions, false);
    }

    private static TransactionTemplate repeatable(PlatformTransactionManager transactions, boolean readOnly) {
        var transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(readOnly);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return transaction;
    }

    /** What the reading finds. */
    public <T> T read(Supplier<T> deed) {
        return in(reading, deed);
    }

    /** What is found with the help of temporary tables, which the deed may make and fill. */
    public <T> T draft(Supplier<T> deed) {
        return in(drafting, deed);
    }

    private <T> T in(TransactionTemplate transaction, Supplier<T> deed) {
        return Objects.requireNonNull(transaction.execute(begun -> {
            LongStatements.allow(jdbc);
            return deed.get();
        }));
    }
}
