package io.cloudfunc.store;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of units of work. The payloads and events of one go to the database together with its commit, as one message:
 * one round trip instead of three. So nobody sees them in the same transaction. All else that is done in it goes there at
 * once.
 */
final class OneTripTransactions implements TransactionManager {

    private final TransactionManager transactions;
    private final JdbcOperations jdbc;

    /** @param jdbc takes part in those transactions */
    OneTripTransactions(TransactionManager transactions, JdbcOperations jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** What is in another transaction, or in no unit of work, sends nothing later. */
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
                transaction.rollback();
            }
        };
    }
}
