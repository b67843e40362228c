package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build prepared is what the server of one machine starts from. That one with traces does not: {@link MainJobIT}. */
class PreparedContextIT {

    @TempDir
    Path directory;

    @Test
    void a_server_starts_from_it_and_runs_calls() throws Exception {
        try (var server = ServerProcess.start(
                        StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady()) {
            var api = server.api();
            api.deploy("echo", "def handler(event):\n    return event\n", "{}");

            assertThat(api.call("echo", "7").body()).isEqualTo("7");
            assertThat(server.wrote("Starting AOT-processed StandaloneApplication"))
                    .as("prepared, as Maven on JDK 25 does")
                    .isTrue();
        }
    }
}
