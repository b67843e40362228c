package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * {@code bench grow}: calls of a warm function while nothing else is deployed or stored; then, with very many events
 * stored, in the views too, and 1,000 functions deployed, calls of one of them, and of 50 in turn by 32 clients. An
 * installation does not shrink, so that its two states cannot be measured in turns: the empty one is measured right before
 * it grows. Events are stored while the server is away, since what it has not handled it would handle.
 *
 * <p>Ratios are the grown installation's figures by the empty one's: of times more than 1 is slower, of calls a second less
 * than 1 is.
 */
final class GrownInstallation implements Scenario {

    private static final int FUNCTIONS = 1_000;
    private static final int CALLED = 50;
    private static final int DEPLOYED_AT_A_TIME = 4;
    private static final int FUNCTIONS_BETWEEN_WORDS = 100;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Who is called stays warm throughout, with as many containers as 32 calls in turn come to need of one. */
    private static final String SETTINGS = "{\"memoryMiB\":64,\"maxContainers\":4,\"warmFor\":\"30m\"}";

    /** None that {@code history.sql} stores. */
    private static final List<String> NAMES =
            IntStream.range(0, FUNCTIONS).mapToObj("grown-%d"::formatted).toList();

    private final int events;

    /** @param events that are stored beside those of what is measured */
    GrownInstallation(int events) {
        this.events = events;
    }

    /** Of one client, each call after the other, and of 32 at a time. */
    private record Rounds(Samples sequential, Samples together) {

        static Rounds of(Load.Client one, Load.Client many) throws IOException {
            WarmCalls.warmUp(one, many);
            var rounds = new Rounds(new Samples(), new Samples());
            for (var round = 1; round <= WarmCalls.ROUNDS; round++) {
                progress("round %d of %d", round, WarmCalls.ROUNDS);
                rounds.sequential.addAll(Load.sequential(one, WarmCalls.SEQUENTIAL));
                rounds.together.addAll(Load.together(many, WarmCalls.CLIENTS, WarmCalls.TOGETHER));
            }
            return rounds;
        }

        double medianMillis() {
            return sequential.quantile(0.5);
        }

        double perSecond() {
            return together.perSecond(WarmCalls.TOGETHER.multipliedBy(WarmCalls.ROUNDS));
        }

        Figures figures() {
            return new Figures()
                    .put("sequential", sequential.figures())
                    .put("clients_32", together.figures().put("calls_per_second", perSecond()));
        }
    }

    @Override
    public Figures measure(Installation fresh) throws IOException {
        progress("the empty installation");
        var rest = new Rest(fresh);
        rest.deploy(WarmCalls.FUNCTION, WarmCalls.SOURCE, WarmCalls.SETTINGS);
        Load.Client calls = () -> WarmCalls.calling(fresh.connect(), "/fn/" + WarmCalls.FUNCTION);
        var empty = Rounds.of(calls, calls);

        var installation = grow(fresh);
        progress("deploying %,d functions", FUNCTIONS);
        deployAll(new Rest(installation));
        progress("the grown installation");
        var grown =
                Rounds.of(calling(installation, NAMES.subList(0, 1)), calling(installation, NAMES.subList(0, CALLED)));

        return new Figures()
                .put("events", events)
                .put("functions", FUNCTIONS)
                .put("called", CALLED)
                .put("database_mib", new BenchDatabase(installation.database()).mebibytes())
                .put("empty", empty.figures())
                .put("grown", grown.figures())
                .put("p50_ratio", grown.medianMillis() / empty.medianMillis())
                .put("throughput_ratio", grown.perSecond() / empty.perSecond());
    }

    /** Stores the events and has the views made of them; the server is another one then. */
    private Installation grow(Installation fresh) throws IOException {
        var server = new LaunchedServer(fresh, System.getenv());
        var database = new BenchDatabase(fresh.database());
        awaitAllHandled(database);
        progress("storing %,d events while the server is away", events);
        server.kill();
        database.fillInstallation(events);
        progress("starting the server again");
        var again = server.startAgain();
        progress("making the views of all events");
        try (var wire = again.connect()) {
            Rebuild.ofAllViews(wire, () -> {});
        }
        new BenchDatabase(again.database()).settle();
        return again;
    }

    private static void awaitAllHandled(BenchDatabase database) throws IOException {
        var limit = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!database.isAllHandled()) {
            if (System.nanoTime() > limit) {
                throw new IOException("not all events are handled within " + LONGEST_WAIT);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static void deployAll(Rest rest) {
        var deployed = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(DEPLOYED_AT_A_TIME)) {
            NAMES.stream()
                    .map(name -> CompletableFuture.runAsync(() -> deploy(rest, name, deployed), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private static void deploy(Rest rest, String name, AtomicInteger deployed) {
        try {
            rest.deploy(name, WarmCalls.SOURCE, SETTINGS);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var count = deployed.incrementAndGet();
        if (count % FUNCTIONS_BETWEEN_WORDS == 0) {
            progress("%,d functions are deployed", count);
        }
    }

    /** One function after the other, whichever client calls. */
    private static Load.Client calling(Installation installation, List<String> functions) {
        var next = new AtomicInteger();
        return () -> {
            var wire = installation.connect();
            var calls = functions.stream()
                    .map(function -> WarmCalls.calling(wire, "/fn/" + function))
                    .toList();
            return () -> calls.get(Math.floorMod(next.getAndIncrement(), calls.size()))
                    .make();
        };
    }
}
