package io.cloudfunc.command.commit;

import io.cloudfunc.store.PayloadStore;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;

/** Carries out orders in one unit of work and one commit. */
final class OrderBatch {

    private final CommandBus commands;
    private final PayloadStore payloads;
    private final TransactionManager transactions;

    OrderBatch(CommandBus commands, PayloadStore payloads, TransactionManager transactions) {
        this.commands = commands;
        this.payloads = payloads;
        this.transactions = transactions;
    }

    /**
     * What became of each order, in their order, once all are committed; a refused order leaves the others alone.
     *
     * @throws RuntimeException if the commit failed: then nothing is known to be stored
     */
    List<CommandResultMessage<?>> commit(List<Order> orders) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        var committed = unitOfWork.executeWithResult(() -> carryOut(orders));
        if (committed.isExceptional()) {
            throw asRuntime(committed.exceptionResult());
        }
        return committed.getPayload();
    }

    private List<CommandResultMessage<?>> carryOut(List<Order> orders) {
        payloads.save(
                orders.stream().flatMap(order -> order.payloads().stream()).toList());
        var results = new ArrayList<CommandResultMessage<?>>(orders.size());
        for (var order : orders) {
            commands.<Object, @Nullable Object>dispatch(
                    GenericCommandMessage.asCommandMessage(order.command()), (command, result) -> results.add(result));
        }
        return results;
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
