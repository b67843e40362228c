package io.cloudfunc.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** An installation that {@code ./cloudfunc up} started in a data directory, and starts again after a kill. */
final class LaunchedInstallation implements Installation {

    private static final Duration READY = Duration.ofSeconds(180);
    private static final int TRIES = 3;

    private final Path data;
    private final Path launcher;
    private final URI server;
    private final Map<String, String> environment;
    private final Set<String> killedContainers = ConcurrentHashMap.newKeySet();
    private Supplier<Map<String, Long>> containers = Map::of;
    private final boolean losesBrokerData;

    /**
     * @param environment of the launcher's {@code chaos}
     * @param losesBrokerData whether the broker's data may be deleted
     */
    LaunchedInstallation(Map<String, String> environment, boolean losesBrokerData) throws IOException {
        this.losesBrokerData = losesBrokerData;
        this.environment = environment;
        data = Path.of(required("CLOUDFUNC_CHAOS_DATA"));
        launcher = Path.of(required("CLOUDFUNC_CHAOS_LAUNCHER"));
        server = URI.create(Files.readString(data.resolve("run/server.url")).strip());
    }

    /** @param running containers that can be killed, with the ids of their first processes */
    void containers(Supplier<Map<String, Long>> running) {
        containers = running;
    }

    Collection<String> killedContainers() {
        return killedContainers;
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public Path key() {
        return data.resolve("admin.key");
    }

    @Override
    public String database() {
        var configured = environment.get("SPRING_DATASOURCE_URL");
        return configured != null
                ? "%s%suser=%s&password=%s"
                        .formatted(
                                configured,
                                configured.contains("?") ? "&" : "?",
                                environment.getOrDefault("SPRING_DATASOURCE_USERNAME", ""),
                                environment.getOrDefault("SPRING_DATASOURCE_PASSWORD", ""))
                : "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres&password=%s"
                        .formatted(
                                postmaster().get(3), lines("postgres.password").getFirst());
    }

    @Override
    public Path engine() {
        return Path.of(required("CLOUDFUNC_CHAOS_ENGINE").replaceFirst("^unix://", ""));
    }

    @Override
    public String label() {
        return "io.cloudfunc.installation=" + required("CLOUDFUNC_CHAOS_INSTALLATION");
    }

    /** What was given from outside is not ours to kill. */
    @Override
    public Set<Part> parts() {
        var parts = EnumSet.of(Part.SERVER, Part.CONTAINER);
        if (Files.exists(data.resolve("postgres/postmaster.pid"))) {
            parts.add(Part.POSTGRES);
        }
        if (Files.exists(record("broker"))) {
            parts.add(Part.BROKER);
            if (losesBrokerData) {
                parts.add(Part.BROKER_DATA);
            }
        }
        if (Files.exists(record("engine"))) {
            parts.add(Part.ENGINE);
        }
        return parts;
    }

    @Override
    public boolean kill(Part part) {
        return switch (part) {
            case SERVER -> kill(pidIn(record("server")));
            case BROKER -> kill(pidIn(record("broker")));
            case BROKER_DATA -> killBrokerWithItsData();
            case ENGINE -> kill(pidIn(record("engine")));
            case POSTGRES -> kill(Long.parseLong(postmaster().getFirst().strip()));
            case CONTAINER -> killContainer();
        };
    }

    private boolean killBrokerWithItsData() {
        var killed = ProcessHandle.of(pidIn(record("broker")))
                .filter(ProcessHandle::destroyForcibly)
                .map(broker -> broker.onExit().join());
        killed.ifPresent(ended -> delete(data.resolve("broker/mnesia")));
        return killed.isPresent();
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException notDeleted) {
            throw new UncheckedIOException(notDeleted);
        }
    }

    private boolean killContainer() {
        var running = new ArrayList<>(containers.get().entrySet());
        Collections.shuffle(running);
        return running.stream()
                .filter(container -> kill(container.getValue()))
                .findFirst()
                .map(container -> killedContainers.add(container.getKey()))
                .isPresent();
    }

    private static boolean kill(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** By what an operator would do: {@code up} starts what is missing. */
    @Override
    public void restore() {
        for (var i = 0; i < TRIES; i++) {
            if (up() == 0) {
                break;
            }
        }
        if (!Waiting.atMost(READY, () -> new Rest(server, key()).isReady())) {
            throw new IllegalStateException("the installation is not ready within " + READY + " after a kill");
        }
    }

    private int up() {
        var log = data.resolve("logs/chaos-up.log").toFile();
        var command = List.of(
                launcher.toString(),
                "up",
                "--detach",
                "--data",
                data.toString(),
                "--port",
                String.valueOf(server.getPort()));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start()
                    .waitFor();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Path record(String part) {
        return data.resolve("run/" + part + ".pid");
    }

    private static long pidIn(Path record) {
        try {
            return Long.parseLong(Files.readString(record).split(" ", 2)[0]);
        } catch (IOException notThere) {
            throw new UncheckedIOException(notThere);
        }
    }

    /** Its process id, directory, start and port, a line each. */
    private List<String> postmaster() {
        return lines("postgres/postmaster.pid");
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(data.resolve(file));
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }

    private String required(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .orElseThrow(() -> new IllegalStateException(variable + " is not set: run ./cloudfunc chaos"));
    }
}
