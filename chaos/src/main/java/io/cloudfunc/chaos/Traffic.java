package io.cloudfunc.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Asks for calls until enough are accepted. Only so many may be open at a time, so that kills meet calls in all stages
 * and not only a backlog. Each request is a call with a number of its own, whatever is answered.
 */
final class Traffic {

    static final int MOST_OPEN = 150;

    private static final int CLIENTS = 12;
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(200);

    private final Rest rest;
    private final Ledger ledger;
    private final Plan plan;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger permits;
    private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();

    Traffic(Rest rest, Ledger ledger, Plan plan) {
        this.rest = rest;
        this.ledger = ledger;
        this.plan = plan;
        this.permits = new AtomicInteger(plan.calls());
    }

    /**
     * Blocks until all are accepted.
     *
     * @param ended how many calls have ended by now
     */
    void run(IntSupplier ended) throws InterruptedException {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var client = 0; client < CLIENTS; client++) {
                clients.submit(() -> ask(ended));
            }
            clients.shutdown();
            clients.awaitTermination(1, TimeUnit.DAYS);
        }
    }

    /** Numbers of the calls of which it is not known whether they were accepted. */
    Set<Integer> unknown() {
        return Set.copyOf(unknown);
    }

    /** Numbers of the calls that were refused. */
    Set<Integer> refused() {
        return Set.copyOf(refused);
    }

    private void ask(IntSupplier ended) {
        while (permits.getAndDecrement() > 0) {
            Waiting.until(() -> ledger.size() - ended.getAsInt() < MOST_OPEN);
            while (!accepted(Call.of(plan.seed(), numbers.incrementAndGet()))) {
                LockSupport.parkNanos(AFTER_REFUSAL.toNanos());
            }
        }
    }

    private boolean accepted(Call call) {
        try {
            var answer = rest.invoke(call.kind().function(), call.body());
            if (answer.statusCode() == 202) {
                ledger.accepted(call.number(), Rest.json(answer).path("id").asString(""));
                return true;
            }
            (answer.statusCode() < 500 ? refused : unknown).add(call.number());
        } catch (IOException noAnswer) {
            unknown.add(call.number());
        }
        return false;
    }
}
