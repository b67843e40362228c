package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred containers that nobody calls any more. */
@Tag("long")
class IdleContainersIT {

    private static final int CONTAINERS = 100;
    private static final Duration WARM_FOR = Duration.ofSeconds(30);

    /** So long that none has ended before the last one has begun. */
    private static final String LASTS = "120";

    private static final String SLEEPS = """
        import time

        def handler(seconds):
            time.sleep(seconds)
        """;

    @TempDir
    private Path directory;

    @Test
    void are_all_gone_one_warm_period_later() throws InterruptedException {
        var environment = RealParts.environment(RealParts.freshInstallation());
        try (var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady()) {
            var api = server.api();
            api.deploy(
                    "crowd",
                    SLEEPS,
                    "{\"memoryMiB\":32,\"timeout\":\"5m\",\"warmFor\":\"%s\",\"maxContainers\":%d}"
                            .formatted(WARM_FOR, CONTAINERS));
            var calls = IntStream.range(0, CONTAINERS)
                    .mapToObj(n -> api.accept("crowd", LASTS))
                    .toList();
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> calls.stream()
                            .allMatch(id ->
                                    api.invocation(id).get("state").asString().equals("SUCCEEDED")));
            var lastUses = new HashMap<String, Instant>();
            calls.forEach(id -> lastUses.put(
                    api.invocation(id).get("container").asString(),
                    Instant.parse(api.invocation(id).get("endedAt").asString())));
            assertThat(lastUses).hasSize(CONTAINERS);

            await().atMost(WARM_FOR.multipliedBy(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> api.containers("crowd").isEmpty());

            lastUses.forEach((id, lastUse) -> {
                var container = api.get("/v1/containers/" + id);
                assertThat(container.get("stopReason").asString()).isEqualTo("WARM_EXPIRED");
                assertThat(Instant.parse(container.get("stoppedAt").asString()))
                        .isBetween(lastUse.plus(WARM_FOR), lastUse.plus(WARM_FOR.multipliedBy(2)));
            });
        }
    }
}
