package io.cloudfunc.command.commit;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.store.ChangedMeanwhileException;
import io.cloudfunc.store.LastEvents;
import io.cloudfunc.store.PayloadStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Carries out orders in one unit of work and one commit. */
final class OrderBatch {

    private static final CommandResultMessage<?> OTHERS =
            GenericCommandResultMessage.asCommandResultMessage("another order has the key");

    private final CommandBus commands;
    private final PayloadStore payloads;
    private final Claims claims;
    private final TransactionManager transactions;

    OrderBatch(CommandBus commands, PayloadStore payloads, Claims claims, TransactionManager transactions) {
        this.commands = commands;
        this.payloads = payloads;
        this.claims = claims;
        this.transactions = transactions;
    }

    /**
     * What became of each order, in their order, once all are committed; a refused order leaves the others alone.
     *
     * @throws RuntimeException if the commit failed: then nothing is known to be stored
     */
    List<CommandResultMessage<?>> commit(List<Order> orders) {
        try {
            return commitTogether(orders);
        } catch (ChangedMeanwhileException changed) {
            return commitOthers(orders, changed);
        }
    }

    /** Those whose basis has not changed; the others fail. */
    private List<CommandResultMessage<?>> commitOthers(List<Order> orders, ChangedMeanwhileException changed) {
        var others = orders.stream().filter(order -> !isBasedOn(changed, order)).toList();
        if (others.size() == orders.size()) {
            throw changed;
        }
        var results = (others.isEmpty() ? List.<CommandResultMessage<?>>of() : commit(others)).iterator();
        return orders.stream()
                .<CommandResultMessage<?>>map(order -> isBasedOn(changed, order)
                        ? GenericCommandResultMessage.asCommandResultMessage(changed)
                        : results.next())
                .toList();
    }

    private static boolean isBasedOn(ChangedMeanwhileException changed, Order order) {
        return order.basis() != null
                && changed.aggregates().contains(order.basis().aggregate());
    }

    private List<CommandResultMessage<?>> commitTogether(List<Order> orders) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        var committed = unitOfWork.executeWithResult(() -> carryOut(orders));
        if (committed.isExceptional()) {
            throw asRuntime(committed.exceptionResult());
        }
        return committed.getPayload();
    }

    private List<CommandResultMessage<?>> carryOut(List<Order> orders) {
        LastEvents.expect(
                orders.stream().map(Order::basis).filter(Objects::nonNull).toList());
        var taken = claims.take(
                orders.stream().map(Order::claim).filter(Objects::nonNull).toList());
        payloads.save(orders.stream()
                .filter(order -> isFree(order, taken))
                .flatMap(order -> order.payloads().stream())
                .toList());
        var results = new ArrayList<CommandResultMessage<?>>(orders.size());
        for (var order : orders) {
            results.add(isFree(order, taken) ? carryOut(order) : OTHERS);
        }
        for (var i = 0; i < results.size(); i++) {
            var claim = orders.get(i).claim();
            if (claim != null && results.get(i) == OTHERS) {
                results.set(i, holderOf(claim));
            }
        }
        return results;
    }

    private CommandResultMessage<?> carryOut(Order order) {
        var result = dispatch(order.command(), order);
        if (result.isExceptional() && order.claim() != null) {
            claims.release(order.claim());
        }
        if (!result.isExceptional() && order.then() != null) {
            order.then().apply(result.getPayload()).ifPresent(next -> follow(next, order));
        }
        return result;
    }

    /** What cannot follow takes the whole commit with it: one without the other must not be stored. */
    private void follow(Object next, Order order) {
        var result = dispatch(next, order);
        if (result.isExceptional()) {
            throw asRuntime(result.exceptionResult());
        }
    }

    private CommandResultMessage<?> dispatch(Object command, Order order) {
        var answer = new ArrayList<CommandResultMessage<?>>(1);
        commands.<Object, @Nullable Object>dispatch(
                new GenericCommandMessage<>(command, order.metadata()), (ordered, result) -> answer.add(result));
        return answer.getFirst();
    }

    /** Asked only after all orders were carried out: one of them may have had the key and lost it with its refusal. */
    private CommandResultMessage<?> holderOf(Claim claim) {
        return claims.holder(claim.function(), claim.key())
                .<CommandResultMessage<?>>map(GenericCommandResultMessage::asCommandResultMessage)
                .orElseGet(() -> GenericCommandResultMessage.asCommandResultMessage(
                        new ConcurrencyException("the key was given back meanwhile")));
    }

    private static boolean isFree(Order order, Set<InvocationId> taken) {
        return order.claim() == null || taken.contains(order.claim().invocation());
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
