package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.broker.Verdict;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The invocations that this process deals with now, or dealt with just before. After the loss of a connection the broker
 * delivers again what is in hand, and what was done but whose acknowledgement was lost; neither is run a second time.
 */
final class InHand {

    /** Several times as many acknowledgements as can be lost with one connection. */
    private static final int REMEMBERED = 4_096;

    /** A request: what the router sends again is another one, for the same call. */
    private record Request(InvocationId invocation, Instant routedAt) {

        private static Request of(Execute task) {
            return new Request(task.invocation(), task.routedAt());
        }
    }

    private record Run(Request request, CompletableFuture<Verdict> verdict) {}

    private final Map<InvocationId, Run> now = new ConcurrentHashMap<>();
    private final Set<Request> before = new LinkedHashSet<>();

    /**
     * Runs it, or waits for what comes of it where it runs already.
     *
     * @param again whether it may have begun before, here or elsewhere; so it may if another request for the same call
     *     was in hand when this one came
     * @param run is told that
     */
    Verdict once(Execute task, boolean again, Function<Boolean, Verdict> run) {
        var mine = new Run(Request.of(task), new CompletableFuture<>());
        var other = now.putIfAbsent(task.invocation(), mine);
        if (other != null) {
            var verdict = other.verdict.join();
            return other.request.equals(mine.request) ? verdict : once(task, true, run);
        }
        var verdict = Verdict.GIVE_BACK;
        try {
            verdict = again && wasDone(mine.request) ? Verdict.DONE : run.apply(again);
            return verdict;
        } finally {
            remember(mine.request, verdict);
            now.remove(task.invocation());
            mine.verdict.complete(verdict);
        }
    }

    private boolean wasDone(Request request) {
        synchronized (before) {
            return before.contains(request);
        }
    }

    private void remember(Request request, Verdict verdict) {
        if (verdict != Verdict.DONE) {
            return;
        }
        synchronized (before) {
            before.add(request);
            if (before.size() > REMEMBERED) {
                before.remove(before.iterator().next());
            }
        }
    }
}
