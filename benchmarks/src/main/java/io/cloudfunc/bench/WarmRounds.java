package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Duration;

/** Calls of warm functions in rounds of different loads, and what they cost whatever else takes the machine's time. */
final class WarmRounds {

    private static final Duration DURING = WarmCalls.TOGETHER.multipliedBy(WarmCalls.ROUNDS);

    private final Installation installation;
    private final BenchDatabase database;
    private final Samples sequential = new Samples();
    private final Samples ofOne = new Samples();
    private final Samples together = new Samples();
    private Figures cpu = new Figures();
    private double writtenKibPerCall;

    WarmRounds(Installation installation) {
        this.installation = installation;
        this.database = new BenchDatabase(installation.database());
    }

    /**
     * Warms up first, also as many containers of the one function as 32 clients come to need.
     *
     * @param one of the function that is called by one client, then by 32
     * @param many of those that 32 clients call in turn
     */
    void measure(Load.Client one, Load.Client many) throws IOException {
        WarmCalls.warmUp(one, many);
        Load.together(one, WarmCalls.CLIENTS, WarmCalls.TOGETHER);
        for (var round = 1; round <= WarmCalls.ROUNDS; round++) {
            progress("round %d of %d", round, WarmCalls.ROUNDS);
            sequential.addAll(Load.sequential(one, WarmCalls.SEQUENTIAL));
            ofOne.addAll(Load.together(one, WarmCalls.CLIENTS, WarmCalls.TOGETHER));
            callTogether(many);
        }
    }

    private void callTogether(Load.Client many) throws IOException {
        var written = database.writtenAhead();
        var before = Usage.of(installation.parts());
        var calls = Load.together(many, WarmCalls.CLIENTS, WarmCalls.TOGETHER);
        cpu = Usage.of(installation.parts()).cpuPerCall(before, calls.size());
        writtenKibPerCall = (database.writtenAhead() - written) / 1024.0 / calls.size();
        together.addAll(calls);
    }

    double medianMillis() {
        return sequential.quantile(0.5);
    }

    double perSecondOfOne() {
        return ofOne.perSecond(DURING);
    }

    double perSecond() {
        return together.perSecond(DURING);
    }

    Figures figures() {
        return new Figures()
                .put("sequential", sequential.figures())
                .put("clients_32_of_one", ofOne.figures().put("calls_per_second", perSecondOfOne()))
                .put(
                        "clients_32",
                        together.figures()
                                .put("calls_per_second", perSecond())
                                .put("cpu_ms_per_call", cpu)
                                .put("written_ahead_kib_per_call", writtenKibPerCall));
    }
}
