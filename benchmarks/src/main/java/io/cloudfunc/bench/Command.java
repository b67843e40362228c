package io.cloudfunc.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** A program of the machine, run to its end. */
final class Command {

    private Command() {}

    /** @throws IOException with what it said, if it failed */
    static void run(String... words) throws IOException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var code = ended(process);
        if (code != 0) {
            throw new IOException("%s ended with code %d: %s".formatted(String.join(" ", words), code, said.strip()));
        }
    }

    /** Its exit code. */
    static int ended(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a process ran");
        }
    }
}
