package io.cloudfunc.command.commit;

import io.cloudfunc.store.PayloadStore;
import java.time.Duration;
import java.util.function.Consumer;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.transaction.TransactionSystemException;

/** Group commits over a connection that is lost in the commit, so that nobody hears what became of it. */
public final class Unheard {

    private Unheard() {}

    /** The database committed. */
    public static GroupCommit commits(
            CommandBus commands, PayloadStore payloads, Claims claims, TransactionManager transactions) {
        return unheard(commands, payloads, claims, transactions, Transaction::commit);
    }

    /** The database rolled back. */
    public static GroupCommit rollbacks(
            CommandBus commands, PayloadStore payloads, Claims claims, TransactionManager transactions) {
        return unheard(commands, payloads, claims, transactions, Transaction::rollback);
    }

    private static GroupCommit unheard(
            CommandBus commands,
            PayloadStore payloads,
            Claims claims,
            TransactionManager transactions,
            Consumer<Transaction> fate) {
        var batch = new OrderBatch(commands, payloads, claims, () -> new Lost(transactions.startTransaction(), fate));
        return new GroupCommit(batch, "unheard", 1, 1, Duration.ofSeconds(30));
    }

    private record Lost(Transaction transaction, Consumer<Transaction> fate) implements Transaction {

        @Override
        public void commit() {
            fate.accept(transaction);
            throw new TransactionSystemException("the connection was lost in the commit");
        }

        @Override
        public void rollback() {
            transaction.rollback();
        }
    }
}
