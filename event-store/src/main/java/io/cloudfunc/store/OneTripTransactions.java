package io.cloudfunc.store;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of units of work. The events of one, and up to 4 MiB of payloads, go to the database together with its commit,
 * as one message: one round trip instead of three. So nobody sees them in the same transaction. All else that is done in it
 * goes there at once.
 */
final class OneTripTransactions implements TransactionManager {

    private final TransactionManager transactions;
    private final JdbcOperations jdbc;

    /** @param jdbc takes part in those transactions */
    OneTripTransactions(TransactionManager transactions, JdbcOperations jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** One within another transaction, or in no unit of work that has begun, sends all at once. */
    @Override
    public Transaction startTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive() || !CurrentUnitOfWork.isStarted()) {
            return transactions.startTransaction();
        }
        var transaction = transactions.startTransaction();
        var trip = OneTrip.begin(CurrentUnitOfWork.get().root());
        return new Transaction() {

            @Override
            public void commit() {
                trip.storeAndCommit(jdbc);
                transaction.commit();
            }

            @Override
            public void rollback() {
                trip.end();
                transaction.rollback();
            }
        };
    }
}
