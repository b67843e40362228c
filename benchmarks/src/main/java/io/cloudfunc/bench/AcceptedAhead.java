package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** How many calls of a warm function a second are accepted for who does not wait, how late they are routed, and that all end. */
final class AcceptedAhead {

    private static final int CLIENTS = 64;
    private static final Duration DURING = Duration.ofSeconds(60);
    private static final int ACCEPTED = 202;

    /** There is no room for one more open call just now. */
    private static final int FULL = 429;

    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Installation installation;
    private final String function;
    private final AtomicLong refused = new AtomicLong();

    /** @param function that is deployed and warm */
    AcceptedAhead(Installation installation, String function) {
        this.installation = installation;
        this.function = function;
    }

    Figures measure() throws IOException {
        progress("accepting for %d s", DURING.toSeconds());
        var stored = StoredCalls.fromNowOn(installation.database(), function);
        var accepted = Load.together(() -> accepting(installation.connect()), CLIENTS, DURING);
        var began = System.nanoTime();
        progress("waiting until all have ended");
        var ended = stored.awaitEnds(accepted.size(), LONGEST_SILENCE);
        return accepted.figures()
                .put("accepted_per_second", accepted.perSecond(DURING))
                .put("refused", refused.get())
                .put("routed_later", stored.routedLater())
                .put(
                        "all_ended_after_s",
                        Duration.ofNanos(System.nanoTime() - began).toSeconds())
                .put("not_ended", accepted.size() - ended);
    }

    private Load.Call accepting(Wire wire) {
        var path = "/v1/functions/%s/invocations".formatted(function);
        return () -> {
            for (var answer = wire.post(path, WarmCalls.INPUT);
                    answer.status() != ACCEPTED;
                    answer = wire.post(path, WarmCalls.INPUT)) {
                if (answer.status() != FULL) {
                    throw new IOException("%s answered %d: %s".formatted(path, answer.status(), answer.text()));
                }
                refused.incrementAndGet();
                LockSupport.parkNanos(ASK_AGAIN.toNanos());
            }
        };
    }
}
