package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.print.Times;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The bytes that a call carries: of the option, of a file ({@code @file}), or of stdin where something is piped in. */
final class Body {

    /** Above what any server takes by default, below what hurts here; in bytes. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final StandardInput input;
    private final Console console;

    Body(StandardInput input, Console console) {
        this.input = input;
        this.console = console;
    }

    /** Stdin must end within that time. */
    byte[] of(@Nullable String data, Duration wait) {
        if (data == null) {
            return input.piped().map(stream -> read(stream, wait)).orElse(new byte[0]);
        }
        if (data.equals("@-")) {
            return read(input.claim(), wait);
        }
        return data.startsWith("@") ? file(data.substring(1)) : data.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String name) {
        try (var stream = Files.newInputStream(Path.of(name))) {
            return bounded(stream, name);
        } catch (IOException unreadable) {
            throw CommandFailedException.invalid("--data", "@" + name, "@ and the name of a file that can be read");
        }
    }

    private static byte[] bounded(InputStream stream, String name) throws IOException {
        var bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw CommandFailedException.invalid("input", name, "at most 16 MiB (most servers take 1 MiB)");
        }
        return bytes;
    }

    private byte[] read(InputStream stream, Duration wait) {
        var reading = new CompletableFuture<byte[]>();
        Thread.ofPlatform().daemon().name("stdin").start(() -> reading.completeAsync(() -> all(stream), Runnable::run));
        try {
            return awaited(reading, wait);
        } catch (TimeoutException open) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "stdin did not end within %s; expected the input there, or -d".formatted(Times.span(wait)));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof CommandFailedException refused
                    ? refused
                    : CommandFailedException.usage("stdin cannot be read: " + failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new CommandFailedException(ExitCode.INTERRUPTED, "Interrupted");
        }
    }

    private byte[] awaited(CompletableFuture<byte[]> reading, Duration wait)
            throws TimeoutException, ExecutionException, InterruptedException {
        var first = wait.compareTo(SILENCE) < 0 ? wait : SILENCE;
        try {
            return reading.get(first.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            console.say("Reading the input from stdin; -d gives it, -d '' gives none");
            return reading.get(wait.minus(first).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static byte[] all(InputStream stream) {
        try {
            return bounded(stream, "stdin");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
