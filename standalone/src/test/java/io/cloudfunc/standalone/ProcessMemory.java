package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a process has of the machine's memory. */
final class ProcessMemory {

    private static final Pattern HIGH_WATER_MARK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private ProcessMemory() {}

    /** The most that it ever had, in MiB; 0 if it has ended. */
    static long mostMiB(Process process) throws IOException {
        var found =
                HIGH_WATER_MARK.matcher(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status")));
        return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
    }
}
