package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls are accepted at less than half of what the workers can do, while a worker, the router that is in charge and a command
 * side are killed, one after the other. What was accepted and has not ended afterwards is lost.
 */
final class KilledParts {

    private static final String FUNCTION = "bench-kills";
    private static final int CALLS = 2_400;
    private static final int PER_SECOND = 30;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(20);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    private final List<Installation> sides;
    private final Clock clock;

    KilledParts(List<Installation> sides, Clock clock) {
        this.sides = sides;
        this.clock = clock;
    }

    void measure(Node command, List<Node> routers, Node worker, Figures figures) throws IOException {
        progress("%d calls, and kills", CALLS);
        new Rest(sides.getFirst()).deploy(FUNCTION, ScaleOut.WAITS_200_MS, ScaleOut.ALL_THERE_IS_ROOM_FOR);
        var stored = StoredCalls.fromNowOn(sides.getFirst().database(), FUNCTION);
        var callers = new CallsAtSeveral(sides, FUNCTION, WarmCalls.INPUT);
        var traffic = CompletableFuture.runAsync(() -> callers.run(CALLS, PER_SECOND));
        killSoon(worker);
        var router = inCharge(routers, stored);
        var routerGone = killSoon(router);
        killSoon(command);
        traffic.join();
        progress("waiting until all have ended");
        figures.put("killed", "%s, %s, %s".formatted(worker.name(), router.name(), command.name()))
                .put("asked_again", callers.askedAgain())
                .put("router_away_s", stored.secondsToNextSent(routerGone));
        count(stored, callers.accepted(), figures);
    }

    private void count(StoredCalls stored, List<String> accepted, Figures figures) throws IOException {
        stored.awaitEnds(accepted.size(), LONGEST_SILENCE);
        var terminal = stored.terminal();
        var succeeded = stored.succeeded();
        var lost = accepted.stream().filter(id -> !terminal.contains(id)).count();
        figures.put("accepted", accepted.size())
                .put("accepted_twice", stored.accepted().size() - accepted.size())
                .put("terminal", accepted.size() - lost)
                .put("succeeded", accepted.stream().filter(succeeded::contains).count())
                .put("ran_twice", stored.ranTwice().size())
                .put("lost", lost);
    }

    private static Node inCharge(List<Node> routers, StoredCalls stored) throws IOException {
        var owner = stored.ownerOfRouting();
        return routers.stream()
                .filter(router -> router.name().equals(owner))
                .findFirst()
                .orElseThrow(() -> new IOException("the router in charge is none of ours: " + owner));
    }

    private Instant killSoon(Node node) throws IOException {
        LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
        progress("killing %s", node.name());
        node.kill();
        return clock.instant();
    }
}
