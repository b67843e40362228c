package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server is killed between a {@code 202} and its outcome, and started again. */
class KillAndRestartIT {

    private static final String SLOW = """
            import time
            def handler(event):
                time.sleep(event)
                return event
            """;

    @TempDir
    Path directory;

    /** A cold call is with the broker when the server dies; a warm one is in that process only. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ends_an_accepted_call_exactly_once_and_leaves_no_orphan(boolean warm) throws Exception {
        var environment = RealParts.environment(RealParts.freshInstallation());
        var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady();
        server.api().deploy("slow", SLOW, "{\"warmFor\":\"8s\"}");
        if (warm) {
            server.api().call("slow", "0");
        }
        var id = server.api().accept("slow", "3");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.api().invocation(id).get("state").asString(), "RUNNING"::equals);
        server.kill();

        try (var restarted = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady()) {
            var api = restarted.api();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> api.invocation(id).get("state").asString(), "SUCCEEDED"::equals);

            assertThat(api.events("/v1/invocations/" + id))
                    .startsWith("InvocationRequested", "AttemptStarted", "AttemptFailed", "AttemptStarted")
                    .containsOnlyOnce("InvocationSucceeded");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.containers("slow").isEmpty());
        }
    }
}
