package io.cloudfunc.command.commit;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.store.web.RejectionIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Commits orders of many callers together: whatever arrived while the last commit was under way goes into the next one,
 * so that nothing waits when there is nothing to wait for. An order's future completes only after its commit. If a
 * commit fails, each half of its orders is tried again, so that in the end only who is to blame gets that answer: for one
 * of 64 that is 12 commits more. An order that was alone is tried again once if another node was first. If the database
 * is away, which is the same for all, they fail together. While it does not run, orders are refused as unavailable.
 */
public final class GroupCommit implements SmartLifecycle {

    /** An appender's statement ends after 30 s, whatever happens. */
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(35);

    private final OrderBatch batch;
    private final String name;
    private final int committers;
    private final int mostOrders;
    private final Duration patience;
    private final LinkedBlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();
    private final Set<CompletableFuture<@Nullable Object>> unanswered = ConcurrentHashMap.newKeySet();
    private volatile AtomicBoolean running = new AtomicBoolean(false);
    private List<Thread> threads = List.of();

    /**
     * @param committers threads, so commits under way at a time
     * @param mostOrders orders in one commit
     * @param patience how long a stop waits for each commit that is under way
     */
    GroupCommit(OrderBatch batch, String name, int committers, int mostOrders, Duration patience) {
        this.batch = batch;
        this.name = name;
        this.committers = committers;
        this.mostOrders = mostOrders;
        this.patience = patience;
    }

    /**
     * Completes with what the command handler returned, exceptionally with its refusal, or with the failure of the
     * commit, after which it is unknown whether the order was carried out.
     */
    public CompletableFuture<@Nullable Object> submit(Order order) {
        var pending = new Pending(order, new CompletableFuture<>(), false);
        unanswered.add(pending.answer);
        pending.answer.whenComplete((result, failure) -> unanswered.remove(pending.answer));
        waiting.add(pending);
        if (!isRunning()) {
            waiting.remove(pending);
            refuse(pending.answer);
        }
        return pending.answer;
    }

    /**
     * As {@link #submit}, and waits for it, at most 35 s: after that, too, it is unknown whether the order was carried out.
     *
     * @throws CompletionException with that refusal or failure as its cause
     */
    public @Nullable Object submitAndWait(Order order) {
        var answer = submit(order);
        await(List.of(answer));
        return answer.join();
    }

    /**
     * Submits orders that share their commits as far as they fit into one, and waits for all, at most 35 s.
     *
     * @return what became of each, in their order; completed
     */
    public List<CompletableFuture<@Nullable Object>> submitAllAndWait(List<Order> orders) {
        var answers = orders.stream().map(this::submit).toList();
        await(answers);
        return answers;
    }

    /** Not with a time limit of the futures' own: the JDK wakes its one thread for these each time one is set. */
    private static void await(List<CompletableFuture<@Nullable Object>> answers) {
        var all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        try {
            all.get(LONGEST_COMMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            answers.forEach(answer -> answer.completeExceptionally(late));
        } catch (InterruptedException hurried) {
            all.exceptionally(failure -> null).join();
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            // Each answer tells by itself.
        }
    }

    /** Orders not yet taken into a commit. */
    public int waiting() {
        return waiting.size();
    }

    @Override
    public void start() {
        var run = new AtomicBoolean(true);
        running = run;
        threads = IntStream.range(0, committers)
                .mapToObj(number ->
                        Thread.ofPlatform().name(name + "-" + number).daemon().start(() -> commitDuring(run)))
                .toList();
    }

    private void commitDuring(AtomicBoolean run) {
        var orders = new ArrayList<Pending>(mostOrders);
        try {
            while (run.get()) {
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
            if (isForAll(notCommitted)) {
                orders.forEach(order -> order.answer.completeExceptionally(notCommitted));
            } else if (orders.size() > 1) {
                commit(orders.subList(0, orders.size() / 2));
                commit(orders.subList(orders.size() / 2, orders.size()));
            } else if (isDecidedAnew(orders.getFirst(), notCommitted)) {
                commitAlone(orders.getFirst());
            } else {
                orders.getFirst().answer.completeExceptionally(notCommitted);
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
        commit(List.of(new Pending(order.order, order.answer, true)));
    }

    /** Another node may have been first with an aggregate that is remembered here; its failure made us forget it. */
    private static boolean isDecidedAnew(Pending order, RuntimeException notCommitted) {
        return !order.again && lostARace(notCommitted);
    }

    private static boolean isForAll(RuntimeException notCommitted) {
        return RejectionIn.causesOf(notCommitted)
                .filter(Rejection.Unavailable.class::isInstance)
                .isPresent();
    }

    private static boolean lostARace(Throwable refusal) {
        return refusal instanceof ConcurrencyException
                || refusal instanceof org.axonframework.common.lock.LockAcquisitionFailedException
                || refusal instanceof org.axonframework.common.lock.DeadlockException;
    }

    /** What is not answered after the wait is refused, so that nobody waits for ever. */
    @Override
    public void stop() {
        running.set(false);
        threads.forEach(Thread::interrupt);
        threads.forEach(this::awaitEnd);
        waiting.clear();
        unanswered.forEach(GroupCommit::refuse);
    }

    private void awaitEnd(Thread committer) {
        try {
            committer.join(patience);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(CompletableFuture<@Nullable Object> answer) {
        answer.completeExceptionally(new RejectedException(new Rejection.Unavailable("CloudFunc", "it is stopping")));
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** Starts before those who submit, and stops after them. */
    @Override
    public int getPhase() {
        return -1_000;
    }

    private record Pending(Order order, CompletableFuture<@Nullable Object> answer, boolean again) {}
}
