package io.cloudfunc.runtime;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is written to stdout and stderr, so that an answer can say how many log bytes precede it. */
final class LogBytes {

    private static final int BUFFER = 8 * 1024;

    private final AtomicLong written = new AtomicLong();
    private long taken;

    private LogBytes() {}

    /** Puts counted, line-buffered UTF-8 streams in the place of stdout and stderr. */
    static LogBytes capture() {
        var logs = new LogBytes();
        System.setOut(logs.stream(FileDescriptor.out));
        System.setErr(logs.stream(FileDescriptor.err));
        return logs;
    }

    /** Flushes both streams and returns the bytes written since the last call of this method. */
    synchronized long take() {
        System.out.flush();
        System.err.flush();
        var now = written.get();
        var fresh = now - taken;
        taken = now;
        return fresh;
    }

    private PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new Counted(new FileOutputStream(descriptor)), BUFFER),
                true,
                StandardCharsets.UTF_8);
    }

    /** A function may close its stream, and is still called. */
    private final class Counted extends OutputStream {

        private final OutputStream file;

        Counted(OutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
            written.addAndGet(length);
        }
    }
}
