package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code bench many}: 50 functions at once with at most 2 containers each. Until when 40 of them have ended 200 calls each
 * that sleep up to 100 ms: alone, then beside 10 whose 200 calls sleep for a second each and came before, then alone again.
 */
final class ManyFunctions implements Scenario {

    private static final String SOURCE = """
            import time

            def handler(seconds):
                time.sleep(seconds)
            """;

    private static final String SETTINGS = "{\"memoryMiB\":64,\"maxContainers\":2,\"warmFor\":\"10m\"}";
    private static final List<String> QUICK_SLEEPS = List.of("0", "0.005", "0.02", "0.1");
    private static final String SLOW_SLEEP = "1";
    private static final int FUNCTIONS_OF_A_KIND = 10;
    private static final int CALLS = 200;
    private static final int CALLS_TO_WARM_UP = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(5);

    private record Sleeper(String name, String sleep) {
        static Stream<Sleeper> ofKind(String kind, String sleep) {
            return IntStream.range(0, FUNCTIONS_OF_A_KIND)
                    .mapToObj(n -> new Sleeper("bench-%s-%s-%d".formatted(kind, sleep.replace('.', '-'), n), sleep));
        }
    }

    private final Clock clock;

    private final List<Sleeper> quick = QUICK_SLEEPS.stream()
            .flatMap(sleep -> Sleeper.ofKind("quick", sleep))
            .toList();
    private final List<Sleeper> slow = Sleeper.ofKind("slow", SLOW_SLEEP).toList();

    ManyFunctions(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Figures measure(Installation installation) throws IOException {
        var runs = new StoredRuns(installation.database());
        var all = Stream.concat(quick.stream(), slow.stream()).toList();
        progress("deploying %d functions", all.size());
        var rest = new Rest(installation);
        for (var function : all) {
            rest.deploy(function.name(), SOURCE, SETTINGS);
        }
        progress("warming up");
        var first = runs.position();
        callAll(installation, all, CALLS_TO_WARM_UP);
        awaitEnds(runs, first, "bench-", all.size() * CALLS_TO_WARM_UP);

        progress("40 functions alone");
        var alone = round(installation, runs);
        progress("40 functions beside 10 slow ones");
        var position = runs.position();
        var began = clock.instant();
        callAll(installation, slow, CALLS);
        var beside = round(installation, runs);
        awaitEnds(runs, position, "bench-slow-", slow.size() * CALLS);
        var slowest = runs.ends(position, "bench-slow-", began);
        progress("40 functions alone again");
        var again = round(installation, runs);

        return new Figures()
                .put("calls", runs.ended(first, "bench-"))
                .put("most_runs_at_once_of_a_function", runs.mostAtOnce(first))
                .put("most_containers_of_a_function", runs.mostContainers(first))
                .put("quick_alone", alone.figures())
                .put("quick_beside_slow", beside.figures())
                .put("quick_alone_again", again.figures())
                .put("ratio", beside.medianSeconds() * 2 / (alone.medianSeconds() + again.medianSeconds()))
                .put("slow_least_possible_s", CALLS * Double.parseDouble(SLOW_SLEEP) / 2)
                .put("slow", slowest.figures());
    }

    private StoredRuns.Ends round(Installation installation, StoredRuns runs) throws IOException {
        var position = runs.position();
        var began = clock.instant();
        callAll(installation, quick, CALLS);
        awaitEnds(runs, position, "bench-quick-", quick.size() * CALLS);
        return runs.ends(position, "bench-quick-", began);
    }

    /** Returns when all calls were accepted; each function has a caller of its own. */
    private static void callAll(Installation installation, List<Sleeper> functions, int calls) {
        try (var threads = Executors.newFixedThreadPool(functions.size())) {
            functions.stream()
                    .map(function -> CompletableFuture.runAsync(() -> call(installation, function, calls), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private static void call(Installation installation, Sleeper function, int calls) {
        try (var wire = installation.connect()) {
            for (var i = 0; i < calls; i++) {
                var answer = wire.post(
                        "/v1/functions/%s/invocations".formatted(function.name()),
                        function.sleep().getBytes(StandardCharsets.US_ASCII));
                if (answer.status() != 202) {
                    throw new IOException("a call was answered %d: %s".formatted(answer.status(), answer.text()));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void awaitEnds(StoredRuns runs, long after, String functions, long calls) throws IOException {
        var limit = System.nanoTime() + LONGEST_ROUND.toNanos();
        while (runs.ended(after, functions) < calls) {
            if (System.nanoTime() > limit) {
                throw new IOException(
                        "only %d of %d calls have succeeded".formatted(runs.ended(after, functions), calls));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
