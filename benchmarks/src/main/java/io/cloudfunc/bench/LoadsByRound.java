package io.cloudfunc.bench;

import java.io.IOException;

/** The same load, once in each of some rounds: how long calls took, and what the machine did meanwhile. */
final class LoadsByRound {

    private final Samples calls = new Samples();
    private final ByRound perSecond = new ByRound();
    private final ByRound longestMillis = new ByRound();
    private final ByRound busy = new ByRound();
    private final ByRound waitingForDisk = new ByRound();

    /** Calls by 32 clients. */
    Samples together(Load.Client client) throws IOException {
        var before = Processors.now();
        var ofRound = Load.together(client, WarmCalls.CLIENTS, WarmCalls.TOGETHER);
        var meanwhile = Processors.now().since(before);
        calls.addAll(ofRound);
        perSecond.add(ofRound.perSecond(WarmCalls.TOGETHER));
        longestMillis.add(ofRound.quantile(1));
        busy.add(meanwhile.partBusy());
        waitingForDisk.add(meanwhile.partWaitingForDisk());
        return ofRound;
    }

    ByRound perSecond() {
        return perSecond;
    }

    Figures figures() {
        return calls.figures()
                .put("calls_per_second", perSecond.median())
                .put("calls_per_second_by_round", perSecond)
                .put("max_ms_by_round", longestMillis)
                .put("machine_busy_by_round", busy)
                .put("machine_waiting_for_disk_by_round", waitingForDisk);
    }
}
