package io.cloudfunc.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What CloudFunc promised: the id of every {@code 202}, on disk before it counts. A line is the number of the call and
 * the id it got.
 */
final class Ledger implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final AtomicInteger entries = new AtomicInteger();

    private Ledger(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Ledger at(Path file) throws IOException {
        return new Ledger(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Returns when it is on disk. */
    synchronized void accepted(int call, String id) {
        var line = ByteBuffer.wrap("%d %s\n".formatted(call, id).getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
        entries.incrementAndGet();
    }

    int size() {
        return entries.get();
    }

    /** Number of the call by id, as the file has it. */
    Map<String, Integer> read() throws IOException {
        var calls = new LinkedHashMap<String, Integer>();
        try (var lines = Files.lines(file)) {
            lines.map(line -> line.split(" ", 2)).forEach(line -> calls.put(line[1], Integer.valueOf(line[0])));
        }
        return calls;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
