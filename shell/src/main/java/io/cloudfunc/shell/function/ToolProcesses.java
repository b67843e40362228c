package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs as they are found on the {@code PATH}, each for at most 10 minutes. */
final class ToolProcesses implements Tools {

    private static final long MOST_MINUTES = 10;
    private static final int LINES_SHOWN = 20;

    @Override
    public void run(List<String> words, Path directory) {
        try {
            var log = Files.createTempFile("cloudfunc-tool", ".log");
            try {
                run(words, directory, log);
            } finally {
                Files.delete(log);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void run(List<String> words, Path directory, Path log) throws IOException {
        var process = started(words, directory, log);
        try {
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                throw failed("%s took longer than %d minutes".formatted(words.getFirst(), MOST_MINUTES), log);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.INTERRUPTED, words.getFirst() + " was interrupted");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw failed("%s ended with exit code %d".formatted(words.getFirst(), process.exitValue()), log);
        }
    }

    private static Process started(List<String> words, Path directory, Path log) {
        try {
            return new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException notThere) {
            throw CommandFailedException.usage(
                    "%s cannot be run here: %s".formatted(words.getFirst(), notThere.getMessage()));
        }
    }

    private static CommandFailedException failed(String how, Path log) throws IOException {
        var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        var last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        return new CommandFailedException(ExitCode.FAILED, how + ":\n" + String.join("\n", last));
    }
}
