package io.cloudfunc.command.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Commits orders of many callers together: whatever arrived while the last commit was under way goes into the next one,
 * so that nothing waits when there is nothing to wait for. An order's future completes only after its commit. If a
 * commit fails, its orders are tried again one by one, so that each gets its own answer.
 */
public final class GroupCommit implements SmartLifecycle {

    private final OrderBatch batch;
    private final String name;
    private final int committers;
    private final int mostOrders;
    private final LinkedBlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();
    private volatile List<Thread> threads = List.of();

    /**
     * @param committers threads, so commits under way at a time
     * @param mostOrders orders in one commit
     */
    GroupCommit(OrderBatch batch, String name, int committers, int mostOrders) {
        this.batch = batch;
        this.name = name;
        this.committers = committers;
        this.mostOrders = mostOrders;
    }

    /**
     * Completes with what the command handler returned, exceptionally with its refusal, or with the failure of the
     * commit, after which it is unknown whether the order was carried out.
     */
    public CompletableFuture<@Nullable Object> submit(Order order) {
        var pending = new Pending(order, new CompletableFuture<>());
        waiting.add(pending);
        return pending.answer;
    }

    /** Orders not yet taken into a commit. */
    public int waiting() {
        return waiting.size();
    }

    @Override
    public void start() {
        threads = IntStream.range(0, committers)
                .mapToObj(number ->
                        Thread.ofPlatform().name(name + "-" + number).daemon().start(this::commitUntilStopped))
                .toList();
    }

    private void commitUntilStopped() {
        var orders = new ArrayList<Pending>(mostOrders);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                orders.add(waiting.take());
                waiting.drainTo(orders, mostOrders - 1);
                commit(orders);
                orders.clear();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Pending> orders) {
        try {
            answer(orders, batch.commit(orders.stream().map(Pending::order).toList()));
        } catch (RuntimeException notCommitted) {
            if (orders.size() == 1) {
                orders.getFirst().answer.completeExceptionally(notCommitted);
            } else {
                orders.forEach(this::commitAlone);
            }
        }
    }

    private void answer(List<Pending> orders, List<CommandResultMessage<?>> results) {
        for (var i = 0; i < orders.size(); i++) {
            var result = results.get(i);
            if (!result.isExceptional()) {
                orders.get(i).answer.complete(result.getPayload());
            } else if (orders.size() > 1 && lostARace(result.exceptionResult())) {
                commitAlone(orders.get(i));
            } else {
                orders.get(i).answer.completeExceptionally(result.exceptionResult());
            }
        }
    }

    private void commitAlone(Pending order) {
        commit(List.of(order));
    }

    private static boolean lostARace(Throwable refusal) {
        return refusal instanceof ConcurrencyException
                || refusal instanceof org.axonframework.common.lock.LockAcquisitionFailedException
                || refusal instanceof org.axonframework.common.lock.DeadlockException;
    }

    @Override
    public void stop() {
        threads.forEach(Thread::interrupt);
        threads = List.of();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    /** Starts before those who submit, and stops after them. */
    @Override
    public int getPhase() {
        return -1_000;
    }

    private record Pending(Order order, CompletableFuture<@Nullable Object> answer) {}
}
