package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is taken while calls wait and run, on another installation, which knows neither their broker nor their containers. */
class RestoredBackupIT {

    private static final String SLOW = """
        import time
        def handler(event):
            time.sleep(0.3)
            return event["number"]
        """;

    private static final int CALLS = 40;
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED");

    @TempDir
    Path directory;

    @Test
    void all_calls_end_that_were_in_flight_when_the_backup_was_taken() throws Exception {
        var file = directory.resolve("cloudfunc.backup");
        List<String> accepted;
        try (var server = start(directory.resolve("lost"))) {
            accepted = backedUpMeanwhile(server.api(), directory.resolve("lost"), file);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var empty = directory.resolve("empty");

        Restore.into(empty, file);
        var restoredAt = Clock.systemUTC().instant();

        try (var server = start(empty)) {
            var api = server.api();
            accepted.forEach(call -> await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(
                            () -> assertThat(api.invocation(call).get("state").asString())
                                    .isEqualTo("SUCCEEDED")));
            assertThat(accepted.stream()
                            .map(api::invocation)
                            .map(call -> Instant.parse(call.get("endedAt").asString())))
                    .as("some had not ended when the backup was taken")
                    .anyMatch(ended -> ended.isAfter(restoredAt));
            assertThat(api.call("slow", "{\"number\":7}").body()).isEqualTo("7");
            await("the old containers are known to be gone")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(
                                    api.get("/v1/audit/reconcile").get("clean").asBoolean())
                            .isTrue());
        }
        assertThatThrownBy(() -> Restore.into(empty, file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty");
    }

    /** The calls that were accepted before the backup began; others are accepted while it is taken. */
    private static List<String> backedUpMeanwhile(Api api, Path data, Path file) throws Exception {
        api.deploy("slow", SLOW, "{\"maxContainers\":2,\"warmFor\":\"5s\"}");
        var accepted = IntStream.range(0, CALLS)
                .mapToObj(number -> api.accept("slow", "{\"number\":%d}".formatted(number)))
                .toList();
        await().until(() ->
                ENDED.contains(api.invocation(accepted.getFirst()).get("state").asString()));
        var goOn = new AtomicBoolean(true);
        var meanwhile = new CopyOnWriteArrayList<String>();
        var traffic = CompletableFuture.runAsync(() -> {
            while (goOn.get()) {
                meanwhile.add(api.accept("slow", "{\"number\":0}"));
            }
        });
        await().until(() -> !meanwhile.isEmpty());
        BackupProgram.backup(data, file);
        goOn.set(false);
        traffic.join();
        return accepted;
    }

    private static ServerProcess start(Path data) {
        return ServerProcess.start(
                        StandaloneApplication.class, data, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady();
    }
}
