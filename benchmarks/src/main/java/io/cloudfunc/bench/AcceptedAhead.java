package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** How many calls of a warm function a second are accepted for who does not wait, how late they are routed, and that all end. */
final class AcceptedAhead {

    private static final byte[] INPUT = "{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8);
    private static final int CLIENTS = 64;
    private static final Duration DURING = Duration.ofSeconds(60);
    private static final int ACCEPTED = 202;

    /** There is no room for one more open call just now. */
    private static final int FULL = 429;

    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final Duration ALL_END = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

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
        var ended = awaitEnds(stored, accepted.size(), began + ALL_END.toNanos());
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
            for (var answer = wire.post(path, INPUT); answer.status() != ACCEPTED; answer = wire.post(path, INPUT)) {
                if (answer.status() != FULL) {
                    throw new IOException("%s answered %d: %s".formatted(path, answer.status(), answer.text()));
                }
                refused.incrementAndGet();
                LockSupport.parkNanos(ASK_AGAIN.toNanos());
            }
        };
    }

    private static int awaitEnds(StoredCalls stored, int calls, long until) throws IOException {
        progress("waiting until all have ended");
        var ended = stored.terminal().size();
        while (ended < calls && System.nanoTime() < until) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            ended = stored.terminal().size();
        }
        return ended;
    }
}
