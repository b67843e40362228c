package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code bench replay}: makes all views anew at once from 1,000,000 stored events, while they are read; beside the same
 * reads when nothing else happens. The query side is a process of its own, with a heap of 512 MiB.
 */
final class ReplayOfViews implements Scenario {

    private static final int EVENTS = 1_000_000;
    private static final int IDLE_READS = 1_500;
    private static final Duration EVERY = Duration.ofMillis(10);

    @Override
    public Figures measure(Installation installation) throws IOException {
        var database = BenchDatabase.fresh(installation.database(), "bench_replay");
        var jar = Installation.required(System.getenv(), "CLOUDFUNC_BENCH_QUERY_SIDE");
        var log = installation.data().resolve("logs/query-side.log");
        var key = installation.key();
        QuerySideProcess.start(jar, database.url(), key, log).close();
        database.fill(EVENTS);
        database.letIn(key);
        try (var querySide = QuerySideProcess.start(jar, database.url(), key, log)) {
            return measure(querySide, reads(querySide, database.someInvocation()));
        }
    }

    private static List<String> paths(String invocation) {
        return List.of(
                "/v1/functions?limit=20",
                "/v1/invocations?function=bench-3&limit=20",
                "/v1/invocations/" + invocation,
                "/v1/containers?function=bench-3");
    }

    /** One path after the other. */
    private static Load.Client reads(QuerySideProcess querySide, String invocation) {
        var paths = paths(invocation);
        return () -> {
            var wire = querySide.connect();
            var calls = new int[1];
            return () -> wire.get(paths.get(calls[0]++ % paths.size())).expect(200);
        };
    }

    private static Figures measure(QuerySideProcess querySide, Load.Client reads) throws IOException {
        progress("making the views for the first time");
        querySide.rebuild();
        progress("reading while nothing else happens");
        Load.sequential(reads, IDLE_READS);
        var idle = Load.paced(reads, IDLE_READS, EVERY);
        progress("making them anew, and reading");
        var over = new AtomicBoolean();
        var meanwhile = CompletableFuture.supplyAsync(() -> Load.pacedUntil(over::get, reads, EVERY));
        var rebuild = querySide.rebuild();
        over.set(true);
        progress("comparing them, row by row, with what the events make");
        return new Figures()
                .put("events", rebuild.events())
                .put("seconds", rebuild.seconds())
                .put("events_per_second", rebuild.events() / rebuild.seconds())
                .put("reads_idle", idle.figures())
                .put("reads_meanwhile", meanwhile.join().figures())
                .put("most_resident_mib", querySide.mostResidentMib())
                .put("heap_limit_mib", QuerySideProcess.HEAP_MIB)
                .put("views_equal", String.valueOf(querySide.viewsAreEqual()));
    }
}
