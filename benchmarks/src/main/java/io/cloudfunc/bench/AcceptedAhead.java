package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How many calls of a warm function a second are accepted for who does not wait and has many at hand, how late they are
 * routed, and that all end.
 */
final class AcceptedAhead {

    private static final int CLIENTS = 8;

    /** Calls that a client sends with one request. */
    private static final int LINES = 100;

    private static final byte[] BATCH = (new String(WarmCalls.INPUT, StandardCharsets.UTF_8) + "\n")
            .repeat(LINES)
            .getBytes(StandardCharsets.UTF_8);
    private static final int ACCEPTED = 202;

    /** There is no room for so many more open calls just now. */
    private static final int FULL = 429;

    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Installation installation;
    private final String function;
    private final Duration during;
    private final AtomicLong refused = new AtomicLong();

    /** @param function that is deployed and warm */
    AcceptedAhead(Installation installation, String function, Duration during) {
        this.installation = installation;
        this.function = function;
        this.during = during;
    }

    Figures measure() throws IOException {
        progress("accepting for %d s", during.toSeconds());
        var stored = StoredCalls.fromNowOn(installation.database(), function);
        var accepted = Load.together(() -> accepting(installation.connect()), CLIENTS, during);
        var calls = LINES * (long) accepted.size();
        var began = System.nanoTime();
        progress("waiting until all have ended");
        var ended = stored.awaitEnds(calls, LONGEST_SILENCE);
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Figures()
                .put("clients", CLIENTS)
                .put("lines_per_batch", LINES)
                .put("calls", calls)
                .put("accepted_per_second", LINES * accepted.perSecond(during))
                .put("batch_p50_ms", accepted.quantile(0.5))
                .put("batch_p99_ms", accepted.quantile(0.99))
                .put("batch_max_ms", accepted.quantile(1))
                .put("refused", refused.get())
                .put("routed_later", stored.routedLater())
                .put("all_ended_after_s", took.toSeconds())
                .put("not_ended", calls - ended);
    }

    private Load.Call accepting(Wire wire) {
        var path = "/v1/functions/%s/invocations:batch".formatted(function);
        return () -> {
            for (var answer = wire.post(path, BATCH); answer.status() != ACCEPTED; answer = wire.post(path, BATCH)) {
                if (answer.status() != FULL) {
                    throw new IOException("%s answered %d: %s".formatted(path, answer.status(), answer.text()));
                }
                refused.incrementAndGet();
                LockSupport.parkNanos(ASK_AGAIN.toNanos());
            }
        };
    }
}
