package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;
import static io.cloudfunc.bench.ScaleOut.CONTAINERS_OF_WORKER;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** How many calls a second 1, 2 and 4 workers run of a function that waits 200 ms, each with room for 4 containers. */
final class RatesOfWorkers {

    private static final String FUNCTION = "bench-wait";
    private static final int CALLS_OF_CONTAINER_PER_SECOND = 5;

    /** Enough that no container ever waits for a call. */
    private static final int CALLERS_PER_CONTAINER = 3;

    /** Workers that have just started still compile after 15 s on a slow machine, and run less then. */
    private static final Duration STEADY_AFTER = Duration.ofSeconds(45);

    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);

    private final ManyHosts hosts;
    private final Installation server;
    private final Clock clock;

    RatesOfWorkers(ManyHosts hosts, Installation server, Clock clock) {
        this.hosts = hosts;
        this.server = server;
        this.clock = clock;
    }

    /** While there is one worker; afterwards there are four. */
    void measure(Figures figures) throws IOException {
        var rest = new Rest(server);
        rest.deploy(FUNCTION, ScaleOut.WAITS_200_MS, ScaleOut.ALL_THERE_IS_ROOM_FOR);
        var ofOne = rate(1, figures);
        ScaleOut.worker(hosts, 2).awaitReady();
        figures.put("linearity_2", linearity(rate(2, figures), 2, ofOne));
        ScaleOut.worker(hosts, 3);
        ScaleOut.worker(hosts, 4);
        hosts.awaitReady();
        var database = server.database();
        var calls = StoredCalls.fromNowOn(database, FUNCTION);
        var before = StoredBytes.of(database);
        figures.put("linearity_4", linearity(rate(4, figures), 4, ofOne));
        figures.put(
                "stored_per_call",
                StoredBytes.of(database).perCall(before, calls.terminal().size()));
        rest.remove(FUNCTION);
    }

    /** 1: each of so many workers does as much as one does alone. */
    static double linearity(double rate, int workers, double ofOne) {
        return rate / workers / ofOne;
    }

    private double rate(int workers, Figures figures) throws IOException {
        progress("%d of 4 workers", workers);
        var containers = workers * CONTAINERS_OF_WORKER;
        var ended = steady(containers * CALLERS_PER_CONTAINER);
        var rate = perSecond(ended.calls());
        figures.put(
                "workers_" + workers,
                new Figures()
                        .put("calls_per_second", rate)
                        .put("most_possible", containers * CALLS_OF_CONTAINER_PER_SECOND)
                        .put("workers_that_ran_some", ended.workers())
                        .put("least_of_a_worker", perSecond(ended.leastOfWorker()))
                        .put("warm_share", ended.warmShare()));
        return rate;
    }

    private static double perSecond(long calls) {
        return calls / (double) STEADY.toSeconds();
    }

    /** What ended while the load was steady. */
    private StoredCalls.Ended steady(int callers) throws IOException {
        var stored = StoredCalls.fromNowOn(server.database(), FUNCTION);
        var from = clock.instant().plus(STEADY_AFTER);
        Load.together(
                () -> WarmCalls.calling(server.connect(), "/fn/" + FUNCTION),
                callers,
                STEADY_AFTER.plus(STEADY).plus(LAST_CALLS));
        return stored.ended(from, from.plus(STEADY));
    }
}
