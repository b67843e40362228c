package io.cloudfunc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** What the worker has made ahead, and a way to keep it from making more. */
final class MadeAhead {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final String BALLAST = "bench-ballast-";

    /** Of the worker's memory, which is three quarters of the machine's; less than a quarter left stops the making. */
    private static final double BALLAST_SHARE = 0.75 * 0.8;

    private static final int LARGEST_FUNCTION_MIB = 65_536;
    private static final Path MEMORY_OF_MACHINE = Path.of("/proc/meminfo");

    private final Rest rest;
    private final List<String> ballast = new ArrayList<>();

    MadeAhead(Rest rest) {
        this.rest = rest;
    }

    /** Waits until nothing more is wanted, so that nothing is being made either. */
    void awaitAll() throws IOException {
        var began = System.nanoTime();
        while (!kinds().stream()
                .allMatch(kind ->
                        kind.path("ready").asInt() >= kind.path("wanted").asInt())) {
            if (System.nanoTime() - began > LONGEST_WAIT.toNanos()) {
                throw new IOException("not all is made ahead within %s: %s".formatted(LONGEST_WAIT, kinds()));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    boolean hasRunOut() throws IOException {
        return kinds().stream().allMatch(kind -> kind.path("ready").asInt() == 0);
    }

    /** Nothing more is made ahead, since a warm function that takes up no memory may take up most of the worker's. */
    void stop(Cold function) throws IOException {
        for (var left = ballastMiB(); left > 0; left -= LARGEST_FUNCTION_MIB) {
            var name = BALLAST + ballast.size();
            var settings = "{\"memoryMiB\":%d,\"warmFor\":\"30m\"}".formatted(Math.min(left, LARGEST_FUNCTION_MIB));
            rest.deploy(name, ColdCalls.SOURCE, settings);
            ballast.add(name);
            function.call(name);
        }
    }

    void goOn() throws IOException {
        for (var name : ballast) {
            rest.remove(name);
        }
    }

    /** Calls a function once. */
    @FunctionalInterface
    interface Cold {
        void call(String function) throws IOException;
    }

    private List<JsonNode> kinds() throws IOException {
        var kinds = rest.get("/actuator/info").path("madeAhead").valueStream().toList();
        if (kinds.isEmpty()) {
            throw new IOException("the worker does not tell what it makes ahead");
        }
        return kinds;
    }

    private static int ballastMiB() throws IOException {
        var total = Files.readAllLines(MEMORY_OF_MACHINE).getFirst().replaceAll("\\D", "");
        return (int) (Long.parseLong(total) / 1024 * BALLAST_SHARE);
    }
}
