package io.cloudfunc.bench;

import java.io.IOException;

/** The same load of {@link WarmCalls#CLIENTS 32 clients}, once in each of some rounds, and what the machine did meanwhile. */
final class LoadsByRound {

    private final Samples calls = new Samples();
    private final ByRound perSecond = new ByRound();
    private final ByRound longestMillis = new ByRound();
    private final ByRound busy = new ByRound();
    private final ByRound stolen = new ByRound();
    private final ByRound waitingForDisk = new ByRound();

    /** Calls for {@link WarmCalls#TOGETHER 6 s}; returns those of this round. */
    Samples call(Load.Client client) throws IOException {
        var before = MachineTime.now();
        var ofRound = Load.together(client, WarmCalls.CLIENTS, WarmCalls.TOGETHER);
        add(ofRound, MachineTime.now().since(before));
        return ofRound;
    }

    /** @param meanwhile what the machine did while those calls were made */
    void add(Samples ofRound, MachineTime meanwhile) {
        calls.addAll(ofRound);
        perSecond.add(ofRound.perSecond(WarmCalls.TOGETHER));
        longestMillis.add(ofRound.quantile(1));
        busy.add(meanwhile.partBusy());
        stolen.add(meanwhile.partStolen());
        meanwhile.partWaitingForDisk().ifPresent(waitingForDisk::add);
    }

    ByRound perSecond() {
        return perSecond;
    }

    /**
     * Parts of the machine are from 0 to 1 and of whatever ran on it: of all processors' time, and of the time that passed
     * with some process waiting for a disk, which is empty where the kernel does not count it.
     */
    Figures figures() {
        return calls.figures()
                .put("calls_per_second", perSecond.median())
                .put("calls_per_second_by_round", perSecond)
                .put("max_ms_by_round", longestMillis)
                .put("machine_busy_part_by_round", busy)
                .put("machine_stolen_part_by_round", stolen)
                .put("machine_waiting_for_disk_part_by_round", waitingForDisk);
    }
}
