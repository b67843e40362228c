package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code bench idle}: calls of one warm function while it is alone, while 100 containers of another are warm and idle, and
 * after those have gone; and how long after their last call they are gone.
 */
final class IdleContainers implements Scenario {

    private static final String CALLED = "bench-called";
    private static final String IDLE = "bench-idle";
    private static final int CONTAINERS = 100;
    private static final int CALLS = 500;
    private static final Duration WARM_FOR = Duration.ofSeconds(60);
    private static final Duration ALL_STARTED = Duration.ofSeconds(75);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** All calls end at the same moment, so that each needed a container of its own. */
    private static final String UNTIL = """
            import time

            def handler(event):
                time.sleep(max(0, event - time.time()))
            """;

    private final Clock clock;

    /** @param clock that of the functions' host: their calls end at its instants */
    IdleContainers(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Figures measure(Installation installation) throws IOException {
        var rest = new Rest(installation);
        var engine = new EngineApi(installation);
        rest.deploy(CALLED, WarmCalls.SOURCE, "{\"maxContainers\":1}");
        rest.deploy(IDLE, UNTIL, "{\"maxContainers\":%d,\"memoryMiB\":64,\"timeout\":\"5m\"}".formatted(CONTAINERS));
        Load.Client calls = () -> WarmCalls.calling(installation.connect(), "/fn/" + CALLED);
        progress("warming up");
        Load.sequential(calls, CALLS);
        progress("with one container");
        var alone = Load.sequential(calls, CALLS);
        progress("starting %d containers", CONTAINERS);
        var lastUse = clock.millis() + ALL_STARTED.toMillis();
        callAll(installation, lastUse);
        sleepUntil(lastUse + 1_000);
        var idle = rest.containersOf(IDLE);
        progress("with %d containers", idle.size());
        var together = Load.sequential(calls, CALLS);
        progress("waiting until they are gone");
        while (!Collections.disjoint(engine.containers(), idle)) {
            if (clock.millis() > lastUse + LONGEST_WAIT.toMillis()) {
                throw new IOException("some containers are still there");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        var gone = clock.millis() - lastUse;
        var after = Load.sequential(calls, CALLS);
        var one = (alone.quantile(0.5) + after.quantile(0.5)) / 2;
        return new Figures()
                .put("idle_containers", idle.size())
                .put("one_container_p50_ms", one)
                .put("idle_containers_p50_ms", together.quantile(0.5))
                .put("ratio", together.quantile(0.5) / one)
                .put("one_container_p99_ms", (alone.quantile(0.99) + after.quantile(0.99)) / 2)
                .put("idle_containers_p99_ms", together.quantile(0.99))
                .put("warm_for_s", WARM_FOR.toSeconds())
                .put("all_gone_after_s", gone / 1000.0);
    }

    private static void callAll(Installation installation, long until) throws IOException {
        var event = String.valueOf(until / 1000.0).getBytes(StandardCharsets.US_ASCII);
        try (var wire = installation.connect()) {
            for (var i = 0; i < CONTAINERS; i++) {
                var answer = wire.post("/v1/functions/%s/invocations".formatted(IDLE), event);
                if (answer.status() != 202) {
                    throw new IOException("a call was answered %d: %s".formatted(answer.status(), answer.text()));
                }
            }
        }
    }

    private void sleepUntil(long millis) {
        for (var rest = millis - clock.millis(); rest > 0; rest = millis - clock.millis()) {
            LockSupport.parkNanos(Duration.ofMillis(rest).toNanos());
        }
    }
}
