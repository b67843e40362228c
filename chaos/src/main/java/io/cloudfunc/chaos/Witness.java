package io.cloudfunc.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Counts executions without asking CloudFunc: it places a socket of its own into every running container, by way of the
 * host's {@code /proc}, and each execution tells it the number of its call, and waits until that is noted, before it
 * does anything else. So no execution has an effect that was not counted, whatever dies. Must run as root.
 */
final class Witness implements AutoCloseable {

    /** An execution as it was seen to begin. */
    record Sighting(String container, Instant at) {}

    private static final long LOOK_EVERY_MS = 50;

    private final EngineApi engine;
    private final Clock clock;
    private final Map<Integer, List<Sighting>> sightings = new ConcurrentHashMap<>();
    private final Map<String, Post> posts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    private record Post(long pid, ServerSocketChannel socket) {}

    Witness(EngineApi engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    Map<Integer, List<Sighting>> sightings() {
        return Map.copyOf(sightings);
    }

    /** Containers that run, by the id of their first process. */
    Map<String, Long> running() {
        var running = new TreeMap<String, Long>();
        posts.forEach((container, post) -> running.put(container, post.pid()));
        return running;
    }

    private void look() {
        try {
            var there = engine.containers(false);
            posts.keySet().stream().filter(id -> !there.contains(id)).toList().forEach(this::leave);
            for (var container : there) {
                if (!posts.containsKey(container)) {
                    enter(container);
                }
            }
        } catch (IOException | RuntimeException engineAway) {
            // looked again soon; executions wait for us meanwhile
        }
    }

    private void enter(String container) {
        try {
            var pid = engine.pidOf(container);
            var tmp = Path.of("/proc", String.valueOf(pid), "root", "tmp");
            if (pid > 0 && Files.isDirectory(tmp)) {
                var socket = listenAt(tmp.resolve("witness"));
                posts.put(container, new Post(pid, socket));
                Thread.startVirtualThread(() -> listen(container, socket));
            }
        } catch (IOException notYetOrNotAnyMore) {
            // tried again at the next look
        }
    }

    private static ServerSocketChannel listenAt(Path path) throws IOException {
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            return socket;
        } catch (IOException gone) {
            socket.close();
            throw gone;
        }
    }

    private void leave(String container) {
        try {
            var post = posts.remove(container);
            if (post != null) {
                post.socket().close();
            }
        } catch (IOException closedAlready) {
            // nothing is left to close
        }
    }

    private void listen(String container, ServerSocketChannel socket) {
        try {
            while (true) {
                var teller = socket.accept();
                Thread.startVirtualThread(() -> note(container, teller));
            }
        } catch (IOException left) {
            // the container is gone
        }
    }

    private void note(String container, SocketChannel teller) {
        try (teller;
                var lines = new BufferedReader(Channels.newReader(teller, StandardCharsets.US_ASCII))) {
            var call = Integer.valueOf(lines.readLine());
            sightings
                    .computeIfAbsent(call, number -> new CopyOnWriteArrayList<>())
                    .add(new Sighting(container, clock.instant()));
            teller.write(ByteBuffer.wrap(new byte[] {'.'}));
        } catch (IOException | NumberFormatException killedWhileTelling) {
            // not noted or not answered: then it did not go on
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        List.copyOf(posts.keySet()).forEach(this::leave);
    }
}
