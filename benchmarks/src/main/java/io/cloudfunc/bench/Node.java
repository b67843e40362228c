package io.cloudfunc.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of CloudFunc on a host of its own. */
final class Node implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(180);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(45);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final String name;
    private final Process process;
    private final URI url;
    private final Path log;

    Node(String name, Process process, URI url, Path log) {
        this.name = name;
        this.process = process;
        this.url = url;
        this.log = log;
    }

    String name() {
        return name;
    }

    URI url() {
        return url;
    }

    Node awaitReady() throws IOException {
        var end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IOException("%s was not ready within %s (log: %s)".formatted(name, READY_WITHIN, log));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return this;
    }

    long pid() {
        return process.pid();
    }

    private boolean isReady() {
        try (var wire = Wire.to(url)) {
            return wire.get("/readyz").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As {@code kill -9}. */
    void kill() throws IOException {
        process.destroyForcibly();
        Command.ended(process);
    }

    void askToStop() {
        process.destroy();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
