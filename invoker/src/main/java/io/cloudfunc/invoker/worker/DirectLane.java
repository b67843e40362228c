package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.broker.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs what the router of this process gives directly, each call on a virtual thread, from the worker's start to its stop. */
final class DirectLane implements DirectCalls {

    private static final Logger LOG = LoggerFactory.getLogger(DirectLane.class);

    /** Less than a cold start takes; a call for which none comes free by then goes the longer way. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private final ExecutionWorker executions;
    private final Set<CompletableFuture<@Nullable Void>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean open;

    DirectLane(ExecutionWorker executions) {
        this.executions = executions;
    }

    void start() {
        open = true;
    }

    /** Takes no more; what runs may take until the limit. */
    void stop(Duration limit) {
        open = false;
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException left) {
            LOG.info("{} calls did not end within {}", running.size(), limit);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean take(Execute call, byte[] payload, Runnable givenBack) {
        if (!open) {
            return false;
        }
        var execution = executions.executionIfWarm(call, payload);
        execution.ifPresent(run -> start(call, run, givenBack));
        return execution.isPresent();
    }

    @Override
    public Optional<CompletableFuture<@Nullable Void>> takeSoon(Execute call, byte[] payload, Runnable givenBack) {
        if (!open) {
            return Optional.empty();
        }
        var begun = new CompletableFuture<@Nullable Void>();
        var execution = executions.executionSoon(call, payload, LONGEST_WAIT, () -> begun.complete(null));
        execution.ifPresent(run -> start(call, run, () -> {
            givenBack.run();
            begun.completeExceptionally(new NoneCameFreeException());
        }));
        return execution.map(run -> begun);
    }

    private void start(Execute call, Supplier<Verdict> run, Runnable givenBack) {
        var ended = new CompletableFuture<@Nullable Void>();
        running.add(ended);
        Thread.ofVirtual().name("direct-", 0).start(() -> run(call, run, givenBack, ended));
    }

    private void run(Execute call, Supplier<Verdict> run, Runnable givenBack, CompletableFuture<@Nullable Void> ended) {
        var verdict = Verdict.GIVE_BACK;
        try (var function = MDC.putCloseable("function", call.lifeKey());
                var invocation =
                        MDC.putCloseable("invocation", call.invocation().toString())) {
            verdict = run.get();
        } catch (RuntimeException | Error unexpected) {
            LOG.error("A call could not be dealt with and is sent again", unexpected);
        } finally {
            if (verdict != Verdict.DONE) {
                givenBack.run();
            }
            running.remove(ended);
            ended.complete(null);
        }
    }
}
