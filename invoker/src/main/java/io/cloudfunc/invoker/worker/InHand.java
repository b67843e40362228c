package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.invoker.broker.Verdict;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The invocations that this process deals with now, or dealt with just before. After the loss of a connection the broker
 * delivers again what is in hand, and what was done but whose acknowledgement was lost; neither is run a second time.
 */
final class InHand {

    /** Several times as many acknowledgements as can be lost with one connection. */
    private static final int REMEMBERED = 4_096;

    private final Map<InvocationId, CompletableFuture<Verdict>> now = new ConcurrentHashMap<>();
    private final Set<InvocationId> before = new LinkedHashSet<>();

    /** Runs it, or waits for what comes of it where it runs already. */
    Verdict once(InvocationId invocation, boolean redelivered, Supplier<Verdict> run) {
        var mine = new CompletableFuture<Verdict>();
        var other = now.putIfAbsent(invocation, mine);
        if (other != null) {
            return other.join();
        }
        var verdict = Verdict.GIVE_BACK;
        try {
            verdict = redelivered && wasDone(invocation) ? Verdict.DONE : run.get();
            return verdict;
        } finally {
            remember(invocation, verdict);
            now.remove(invocation);
            mine.complete(verdict);
        }
    }

    private boolean wasDone(InvocationId invocation) {
        synchronized (before) {
            return before.contains(invocation);
        }
    }

    private void remember(InvocationId invocation, Verdict verdict) {
        if (verdict != Verdict.DONE) {
            return;
        }
        synchronized (before) {
            before.add(invocation);
            if (before.size() > REMEMBERED) {
                before.remove(before.iterator().next());
            }
        }
    }
}
