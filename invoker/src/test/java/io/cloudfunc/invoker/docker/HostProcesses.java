package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The processes of this machine, those in containers included. */
final class HostProcesses {

    private HostProcesses() {}

    /** How many belong to a user id. */
    static int of(int uid) {
        var count = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (isOf(uid, process)) {
                    count++;
                }
            }
            return count;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isOf(int uid, Path process) throws IOException {
        try {
            return (int) Files.getAttribute(process, "unix:uid") == uid;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
