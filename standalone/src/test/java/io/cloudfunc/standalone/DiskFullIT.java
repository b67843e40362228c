package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The disk below the embedded PostgreSQL, which has one of its own, becomes full and has room again. */
@Tag("own-disk")
class DiskFullIT {

    private static final String SIZE = "192m";
    private static final String LENGTH = "def handler(event):\n    return len(event)\n";
    private static final String LARGE = "\"" + "x".repeat(200_000) + "\"";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @Test
    void refuses_what_it_cannot_store_and_goes_on_by_itself_when_there_is_room() throws Exception {
        var environment = RealParts.environment(RealParts.freshInstallation());
        var postgres = Files.createDirectories(directory.resolve("postgres"));
        try (var server = ServerProcess.startWithDisk(
                        postgres, SIZE, StandaloneApplication.class, directory, environment)
                .awaitReady()) {
            var api = server.api();
            api.deploy("length", LENGTH, "{}");
            var filler = server.inside(postgres).resolve("filler");
            fill(filler);
            var accepted = new ArrayList<String>();
            var refused = new ArrayList<HttpResponse<String>>();

            await().atMost(PATIENCE).until(() -> {
                call(api, accepted, refused);
                return refused.size() >= 3 && !api.isReady();
            });
            System.out.printf(
                    "disk full: %d calls stored before; then %s%n",
                    accepted.size(), refused.getLast().body());
            Files.delete(filler);

            await().atMost(PATIENCE).until(() -> call(api, accepted, refused));
            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).contains("\"type\":\"urn:cloudfunc:problem:unavailable\"");
            });
            await().atMost(PATIENCE).until(api::isReady);
            assertThat(accepted)
                    .allSatisfy(id -> await().atMost(PATIENCE)
                            .until(() -> api.invocation(id).get("state").asString(), "SUCCEEDED"::equals));
        }
    }

    /** Whether the call was accepted. */
    private static boolean call(Api api, List<String> accepted, List<HttpResponse<String>> refused) {
        var answer = api.tryToAccept("length", LARGE);
        if (answer.statusCode() != 202) {
            refused.add(answer);
            return false;
        }
        accepted.add(JsonMapper.shared().readTree(answer.body()).get("id").asString());
        return true;
    }

    private static void fill(Path filler) throws IOException {
        var some = new byte[64 * 1024];
        try (var file = Files.newOutputStream(filler)) {
            while (true) {
                file.write(some);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }
}
