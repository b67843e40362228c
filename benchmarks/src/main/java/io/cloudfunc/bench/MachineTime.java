package io.cloudfunc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How this machine has spent its time since it started, whatever ran on it; for differences. Of its processors in ticks, of
 * which all of them together have {@link ProcessTable#MILLIS_OF_TICK} in each, by {@code proc(5)}.
 *
 * @param busy user, nice, system, interrupts
 * @param stolen taken by the host of a virtual machine
 * @param all those and idle, also while a process waited for a disk
 * @param diskMicros for which some process could not go on because of a disk; empty where the kernel does not count that
 * @param takenAtNanos of {@link System#nanoTime}
 */
record MachineTime(long busy, long stolen, long all, OptionalLong diskMicros, long takenAtNanos) {

    private static final Path STAT = Path.of("/proc/stat");
    private static final Path DISK_PRESSURE = Path.of("/proc/pressure/io");
    private static final double NANOS_PER_MICRO = 1_000;

    static MachineTime now() throws IOException {
        return of(Files.readString(STAT), diskPressure(), System.nanoTime());
    }

    private static String diskPressure() {
        try {
            return Files.readString(DISK_PRESSURE);
        } catch (IOException notCounted) {
            return "";
        }
    }

    /**
     * @param stat of {@code /proc/stat}: the first line is of all processors, and begins with their name, user, nice, system,
     *     idle, waiting for a disk, interrupts, soft ones, stolen; what follows is in those
     * @param diskPressure of {@code /proc/pressure/io}, or nothing
     */
    static MachineTime of(String stat, String diskPressure, long atNanos) {
        var ticks = Arrays.stream(stat.lines().findFirst().orElseThrow().split(" +"))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        return new MachineTime(
                ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6],
                ticks[7],
                Arrays.stream(ticks).sum(),
                diskPressure
                        .lines()
                        .filter(line -> line.startsWith("some "))
                        .mapToLong(line -> Long.parseLong(line.replaceFirst(".* total=", "")))
                        .findFirst(),
                atNanos);
    }

    MachineTime since(MachineTime before) {
        return new MachineTime(
                busy - before.busy,
                stolen - before.stolen,
                all - before.all,
                diskMicros.isPresent() && before.diskMicros.isPresent()
                        ? OptionalLong.of(diskMicros.getAsLong() - before.diskMicros.getAsLong())
                        : OptionalLong.empty(),
                takenAtNanos - before.takenAtNanos);
    }

    long busyMillis() {
        return busy * ProcessTable.MILLIS_OF_TICK;
    }

    /** Of all processors, 0 to 1. */
    double partBusy() {
        return busy / (double) Math.max(1, all);
    }

    /** Of all processors, 0 to 1. */
    double partStolen() {
        return stolen / (double) Math.max(1, all);
    }

    /** Of the time that passed, 0 to 1. */
    OptionalDouble partWaitingForDisk() {
        return diskMicros.stream()
                .mapToDouble(micros -> micros * NANOS_PER_MICRO / Math.max(1, takenAtNanos))
                .findFirst();
    }
}
