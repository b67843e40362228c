package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two users of one machine, each with an installation of their own on the same engine and broker. */
class TwoInstallationsIT {

    private static final String SAYS = "def handler(event):\n    return '%s'\n";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    @TempDir
    Path directory;

    @Test
    void neither_sees_uses_or_ends_what_is_the_others() throws Exception {
        var ofAda = directory.resolve("ada");
        var ofBob = directory.resolve("bob");
        var bobs = RealParts.environment(RealParts.freshInstallation());
        try (var ada = start(ofAda, RealParts.environment(RealParts.freshInstallation()));
                var first = start(ofBob, bobs)) {
            ada.api().deploy("hello", SAYS.formatted("Ada"), "{\"warmFor\":\"10m\"}");
            assertThat(ada.api().call("hello", "1").body()).isEqualTo("\"Ada\"");

            assertThat(first.api().read("/v1/functions/hello").statusCode()).isEqualTo(404);
            first.api().deploy("hello", SAYS.formatted("Bob"), "{}");
            assertThat(first.api().call("hello", "1").body()).isEqualTo("\"Bob\"");
            assertThat(ada.api().call("hello", "1").body()).isEqualTo("\"Ada\"");
            assertThat(workersOf(first)).doesNotContainAnyElementsOf(workersOf(ada));
            assertThat(first.api(ofAda).read("/v1/functions").statusCode()).isEqualTo(401);

            first.stop();
            var warm = containersOf(ada);
            try (var second = start(ofBob, bobs)) {
                assertThat(second.api().call("hello", "1").body()).isEqualTo("\"Bob\"");
                assertThat(ada.api().call("hello", "1").body()).isEqualTo("\"Ada\"");
                assertThat(containersOf(ada)).isEqualTo(warm).hasSize(1);
            }
        }
        for (var secret : List.of("admin.key", "secrets.key", "postgres.password")) {
            assertThat(Files.getPosixFilePermissions(ofAda.resolve(secret))).isEqualTo(OWNER_ONLY);
            assertThat(Files.readString(ofAda.resolve(secret))).isNotEqualTo(Files.readString(ofBob.resolve(secret)));
        }
    }

    private static ServerProcess start(Path directory, Map<String, String> environment) {
        return ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady();
    }

    private static List<String> containersOf(ServerProcess server) {
        return server.api().containers("hello").stream()
                .map(container -> container.get("id").asString())
                .toList();
    }

    private static List<String> workersOf(ServerProcess server) {
        return server.api().containers("hello").stream()
                .map(container -> container.get("worker").asString())
                .toList();
    }
}
