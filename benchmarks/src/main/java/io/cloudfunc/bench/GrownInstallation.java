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
 * {@code bench grow}: calls of warm functions where very many events are stored, in the views too, and 1,000 functions
 * deployed, and where no more is stored and deployed than the 50 that are called: calls of one of them by one client and by
 * 32, and of the 50 in turn by 32. The two are installations beside each other, with a server and a PostgreSQL each and the
 * same broker and engine, and take turns, after some calls where one client calls, after each load where 32 do; which is
 * first alternates by round: so what else a machine does for a while is in both. Events are stored while the server is away,
 * since what it has not handled it would handle.
 *
 * <p>Ratios are of speeds, the grown installation's by the empty one's, and the median of all rounds: less than 1 is slower.
 * That of 50 to one has in it, besides, what 50 functions in turn cost more than one.
 */
final class GrownInstallation implements Scenario {

    private static final int FUNCTIONS = 1_000;
    private static final int CALLED = 50;

    /**
     * More than those of {@code bench warm}: while one of two servers is measured, the other does what it does by itself. Even,
     * so that each of them is first as often.
     */
    private static final int ROUNDS = 8;

    private static final int DEPLOYED_AT_A_TIME = 4;
    private static final int FUNCTIONS_BETWEEN_WORDS = 100;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Warm throughout, of those whose calls 32 clients share. */
    private static final String SETTINGS = "{\"memoryMiB\":64,\"maxContainers\":2,\"warmFor\":\"30m\"}";

    /** None that {@code history.sql} stores. */
    private static final List<String> NAMES =
            IntStream.range(0, FUNCTIONS).mapToObj("grown-%d"::formatted).toList();

    private final int events;

    /** @param events that are stored beside those of what is measured */
    GrownInstallation(int events) {
        this.events = events;
    }

    @Override
    public Figures measure(Installation fresh) throws IOException {
        var empty = Installation.beside(System.getenv());
        deployAll(new Rest(empty), NAMES.subList(0, CALLED));
        var ofEmpty = rounds(empty);
        var grown = grow(fresh);
        var ofGrown = rounds(grown);
        inTurn(ofEmpty, ofGrown);

        return new Figures()
                .put("events", new StoredRuns(grown.database()).position())
                .put("functions", FUNCTIONS)
                .put("called", CALLED)
                .put("database_mib", new BenchDatabase(grown.database()).mebibytes())
                .put("empty", ofEmpty.figures())
                .put("grown", ofGrown.figures())
                .put("p50_ratio", ofEmpty.medianMillis().medianRatioTo(ofGrown.medianMillis()))
                .put("throughput_ratio_of_one", ofGrown.perSecondOfOne().medianRatioTo(ofEmpty.perSecondOfOne()))
                .put("throughput_ratio_of_50", ofGrown.perSecondOfMany().medianRatioTo(ofEmpty.perSecondOfMany()))
                .put(
                        "throughput_ratio_of_50_to_one",
                        ofGrown.perSecondOfMany().medianRatioTo(ofEmpty.perSecondOfOne()));
    }

    private static WarmRounds rounds(Installation installation) {
        return new WarmRounds(
                installation,
                calling(installation, NAMES.subList(0, 1)),
                calling(installation, NAMES.subList(0, CALLED)));
    }

    private static void deploy(Installation installation) throws IOException {
        new Rest(installation).deploy(WarmCalls.FUNCTION, WarmCalls.SOURCE, WarmCalls.SETTINGS);
    }

    private static void inTurn(WarmRounds ofEmpty, WarmRounds ofGrown) throws IOException {
        progress("the empty installation");
        ofEmpty.warmUp();
        progress("the grown installation");
        ofGrown.warmUp();
        ofEmpty.startContainers();
        ofGrown.startContainers();
        for (var round = 1; round <= ROUNDS; round++) {
            progress("round %d of %d of each", round, ROUNDS);
            var first = round % 2 == 1 ? ofEmpty : ofGrown;
            var second = first == ofEmpty ? ofGrown : ofEmpty;
            WarmRounds.alone(first, second);
            first.callOne();
            second.callOne();
            first.callMany();
            second.callMany();
        }
    }

    /** Stores the events, has the views made of them and the functions deployed; the server is another one each time. */
    private Installation grow(Installation fresh) throws IOException {
        // Without an event there is none to have been handled.
        deploy(fresh);
        var database = new BenchDatabase(fresh.database());
        await("handled", LONGEST_WAIT, database::isAllHandled);
        progress("storing %,d events while the server is away", events);
        new LaunchedServer(fresh, System.getenv()).kill();
        database.fillInstallation(events);
        progress("starting the server again");
        var again = new LaunchedServer(fresh, System.getenv()).startAgain();
        progress("sealing all events");
        awaitSeals(new BenchDatabase(again.database()));
        progress("making the views of all events");
        makeViews(again);
        progress("deploying %,d functions", FUNCTIONS);
        deployAll(new Rest(again), NAMES);
        new BenchDatabase(again.database()).settle();
        progress("starting the server again");
        var server = new LaunchedServer(again, System.getenv());
        server.kill();
        return server.startAgain();
    }

    private void awaitSeals(BenchDatabase database) throws IOException {
        var howFar = new HowFar("%,d events are to be sealed still");
        await("sealed", LONGEST_WAIT.plusMillis(events), () -> {
            var unsealed = database.unsealed();
            howFar.reached(unsealed);
            return unsealed == 0;
        });
    }

    private static void makeViews(Installation installation) throws IOException {
        try (var wire = installation.connect()) {
            var rebuild = Rebuild.ofAllViews(wire, new HowFar("made of %,d events")::reached);
            progress("made of %,d events in %.0f s", rebuild.events(), rebuild.seconds());
        }
    }

    /** Tells whether something has come about. */
    @FunctionalInterface
    private interface Look {
        boolean isSo() throws IOException;
    }

    private static void await(String what, Duration longest, Look look) throws IOException {
        var limit = System.nanoTime() + longest.toNanos();
        while (!look.isSo()) {
            if (System.nanoTime() > limit) {
                throw new IOException("not all events are %s within %s".formatted(what, longest));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static void deployAll(Rest rest, List<String> names) {
        var deployed = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(DEPLOYED_AT_A_TIME)) {
            names.stream()
                    .map(name -> CompletableFuture.runAsync(() -> deploy(rest, name, deployed), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private static void deploy(Rest rest, String name, AtomicInteger deployed) {
        try {
            rest.deploy(name, WarmCalls.SOURCE, name.equals(NAMES.getFirst()) ? WarmCalls.SETTINGS : SETTINGS);
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
