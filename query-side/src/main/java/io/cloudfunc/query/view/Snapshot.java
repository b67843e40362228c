package io.cloudfunc.query.view;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.springframework.jdbc.core.ConnectionCallback;
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

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Snapshot(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** What the reading finds. */
    public <T> T read(Supplier<T> reading) {
        return Objects.requireNonNull(transaction.execute(begun -> {
            allowLongStatements();
            return reading.get();
        }));
    }

    /** By the server, and by the driver; the pool and the transaction's end undo it. */
    private void allowLongStatements() {
        jdbc.execute("set local statement_timeout = " + LONGEST.toMillis());
        Executor sameThread = Runnable::run;
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            connection.setNetworkTimeout(
                    sameThread, (int) LONGEST.plusMinutes(1).toMillis());
            return true;
        });
    }
}
