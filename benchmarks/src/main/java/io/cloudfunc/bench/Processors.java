package io.cloudfunc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What all processors of this machine together have done since it started, in hundredths of a second.
 *
 * @param busy user, nice, system, interrupts
 * @param waitingForDisk idle while a process waited for a disk
 * @param idle otherwise
 */
record Processors(long busy, long waitingForDisk, long idle) {

    private static final Path STAT = Path.of("/proc/stat");

    static Processors now() throws IOException {
        try (var lines = Files.lines(STAT)) {
            return of(lines.findFirst().orElseThrow());
        }
    }

    /** @param line the first of {@code /proc/stat}: what, user, nice, system, idle, waiting for a disk, interrupts, soft ones */
    static Processors of(String line) {
        var ticks = Arrays.stream(line.split(" +"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Processors(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6], ticks[4], ticks[3]);
    }

    Processors since(Processors before) {
        return new Processors(busy - before.busy, waitingForDisk - before.waitingForDisk, idle - before.idle);
    }

    /** From 0 to 1. */
    double partBusy() {
        return part(busy);
    }

    /** From 0 to 1. */
    double partWaitingForDisk() {
        return part(waitingForDisk);
    }

    private double part(long ticks) {
        return ticks / (double) Math.max(1, busy + waitingForDisk + idle);
    }
}
