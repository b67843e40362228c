package io.cloudfunc.bench;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time and memory of the parts of an installation at one instant. A part is a process and all its descendants;
 * function containers are counted as the engine's shims tell them, which belong to no part, so they are in {@code
 * machine} only.
 *
 * @param cpuMillis by part; {@code machine} is {@link MachineTime#busyMillis}
 * @param residentKib by part
 */
record Usage(Map<String, Long> cpuMillis, Map<String, Long> residentKib) {

    static Usage of(Map<String, Long> parts) throws IOException {
        var processes = ProcessTable.now();
        var cpu = new TreeMap<String, Long>();
        var resident = new TreeMap<String, Long>();
        parts.forEach((part, root) -> {
            var tree = processes.treeOf(root);
            cpu.put(part, tree.stream().mapToLong(ProcessTable.Entry::cpuTicks).sum() * ProcessTable.MILLIS_OF_TICK);
            resident.put(
                    part,
                    tree.stream().mapToLong(ProcessTable.Entry::residentKib).sum());
        });
        cpu.put("machine", MachineTime.now().busyMillis());
        return new Usage(cpu, resident);
    }

    /** In ms of CPU for each of so many calls. */
    Figures cpuPerCall(Usage before, int calls) {
        var figures = new Figures();
        cpuMillis.forEach((part, after) ->
                figures.put(part, (after - before.cpuMillis().getOrDefault(part, 0L)) / (double) Math.max(1, calls)));
        return figures;
    }

    /** In MiB. Pages that processes share are counted in each, which matters for the database. */
    Figures memory() {
        var figures = new Figures();
        residentKib.forEach((part, kib) -> figures.put(part, kib / 1024));
        return figures;
    }
}
