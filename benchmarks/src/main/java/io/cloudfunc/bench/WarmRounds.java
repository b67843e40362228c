package io.cloudfunc.bench;

import java.io.IOException;

/** Calls of warm functions in rounds of different loads, and what they cost. */
final class WarmRounds {

    private static final int ALONE = 2_000;

    /**
     * Some half a second: far less than a slow spell of a machine, and longer than most of what one server does after its
     * calls, which is to be in its own and not in the other's.
     */
    private static final int ALONE_AT_A_TIME = 100;

    private final Installation installation;
    private final BenchDatabase database;
    private final Load.Client one;
    private final Load.Client many;
    private final Samples sequential = new Samples();
    private final ByRound medianMillis = new ByRound();
    private final LoadsByRound ofOne = new LoadsByRound();
    private final LoadsByRound ofMany = new LoadsByRound();
    private final ByRound writtenKibPerCall = new ByRound();
    private Figures cpuOfLastRound = new Figures();

    /**
     * @param one of the function that is called by one client, then by 32
     * @param many of those that 32 clients call in turn
     */
    WarmRounds(Installation installation, Load.Client one, Load.Client many) {
        this.installation = installation;
        this.database = new BenchDatabase(installation.database());
        this.one = one;
        this.many = many;
    }

    /** Until the server is as it is when it has run for long. */
    void warmUp() throws IOException {
        WarmCalls.warmUp(one, many);
    }

    /** As many of the one function as 32 clients come to need. */
    void startContainers() {
        Load.together(one, WarmCalls.CLIENTS, WarmCalls.TOGETHER);
    }

    /**
     * The calls by one client of a round of both, some of one after some of the other: what slows a machine down for some
     * seconds, as neighbours of a virtual one do, slows down both.
     */
    static void alone(WarmRounds first, WarmRounds second) throws IOException {
        var callOfFirst = first.one.open();
        var callOfSecond = second.one.open();
        var ofFirst = new Samples();
        var ofSecond = new Samples();
        for (var calls = 0; calls < ALONE; calls += ALONE_AT_A_TIME) {
            ofFirst.addAll(Load.sequential(() -> callOfFirst, ALONE_AT_A_TIME));
            ofSecond.addAll(Load.sequential(() -> callOfSecond, ALONE_AT_A_TIME));
        }
        first.addAlone(ofFirst);
        second.addAlone(ofSecond);
    }

    private void addAlone(Samples calls) {
        sequential.addAll(calls);
        medianMillis.add(calls.quantile(0.5));
    }

    /** The calls of the one function by 32 clients of a round. */
    void callOne() throws IOException {
        ofOne.call(one);
    }

    /** The calls of many functions by 32 clients of a round. */
    void callMany() throws IOException {
        var written = database.writtenAhead();
        var before = Usage.of(installation.parts());
        var calls = ofMany.call(many);
        cpuOfLastRound = Usage.of(installation.parts()).cpuPerCall(before, calls.size());
        writtenKibPerCall.add((database.writtenAhead() - written) / 1024.0 / calls.size());
    }

    ByRound medianMillis() {
        return medianMillis;
    }

    ByRound perSecondOfOne() {
        return ofOne.perSecond();
    }

    ByRound perSecondOfMany() {
        return ofMany.perSecond();
    }

    Figures figures() {
        return new Figures()
                .put("sequential", sequential.figures().put("p50_ms_by_round", medianMillis))
                .put("clients_32_of_one", ofOne.figures())
                .put(
                        "clients_32",
                        ofMany.figures()
                                .put("cpu_ms_per_call_of_last_round", cpuOfLastRound)
                                .put("written_ahead_kib_per_call_by_round", writtenKibPerCall));
    }
}
