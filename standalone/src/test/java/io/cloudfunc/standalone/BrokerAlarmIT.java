package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ is short of memory and holds back whoever publishes. */
@Tag("own-broker")
class BrokerAlarmIT {

    private static final String ECHO = "def handler(event):\n    return event\n";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void calls_are_accepted_and_wait_while_readiness_says_why() throws Exception {
        try (var broker = OwnBroker.start(directory.resolve("broker"), "")) {
            var environment = RealParts.environment(RealParts.freshInstallation());
            environment.putAll(broker.environment());
            try (var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                    .awaitReady()) {
                var api = server.api();
                api.deploy("echo", ECHO, "{}");

                broker.memoryMark("absolute 1MiB");
                await().atMost(PATIENCE)
                        .until(() -> api.read("/readyz").body(), body -> body.contains("the broker takes no messages"));
                var id = api.accept("echo", "1");
                assertThat(api.read("/readyz").statusCode()).isEqualTo(503);
                assertThat(api.read("/livez").statusCode()).isEqualTo(200);
                assertThat(api.invocation(id).get("state").asString()).isEqualTo("WAITING");

                broker.memoryMark("0.4");
                await().atMost(PATIENCE)
                        .until(() -> api.invocation(id).get("state").asString(), "SUCCEEDED"::equals);
                await().atMost(PATIENCE).until(api::isReady);
            }
        }
    }
}
