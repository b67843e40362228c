package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret reaches its function, and nothing else: not the database, no log, no answer, no other file of the server. */
class SecretsIT {

    /** Tells that it has the value, without telling the value. */
    private static final String HASHING = """
        import hashlib, os
        def handler(event):
            return hashlib.sha256(os.environ["PASSWORD"].encode()).hexdigest()
        """;

    private static final String SETTINGS = "{\"environment\":{\"PASSWORD\":\"${secret:db-password}\"}}";

    @TempDir
    Path directory;

    @Test
    void reaches_its_function_and_is_found_nowhere_else() throws Exception {
        var first = "planted-" + UUID.randomUUID();
        var second = "planted-" + UUID.randomUUID();
        try (var server = ServerProcess.start(
                        StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady()) {
            var api = server.api();
            api.storeSecret("db-password", first);
            assertThat(api.deploy("hashing", HASHING, SETTINGS).get("state").asString())
                    .isEqualTo("READY");
            assertThat(api.call("hashing", "1").body()).contains(sha256(first));

            api.storeSecret("db-password", second);
            assertThat(api.deploy("hashing", HASHING, SETTINGS).get("state").asString())
                    .isEqualTo("READY");
            assertThat(api.call("hashing", "2").body()).contains(sha256(second));

            assertThat(api.get("/v1/secrets").get("items").get(0).get("version").asInt())
                    .isEqualTo(2);
            var answers = Stream.of(
                            "/v1/secrets",
                            "/v1/functions/hashing",
                            "/v1/functions/hashing/events",
                            "/v1/invocations",
                            "/v1/containers")
                    .map(path -> api.read(path).body())
                    .toList();
            assertThat(answers).noneMatch(answer -> answer.contains(first) || answer.contains(second));
        }

        assertThat(filesWith(first)).isEmpty();
        assertThat(filesWith(second)).isEmpty();
        var planted = Files.writeString(directory.resolve("planted"), "before " + first + " after");
        assertThat(filesWith(first)).containsExactly(planted);
    }

    @Test
    void a_function_whose_secret_is_not_there_does_not_become_ready_and_says_which() throws Exception {
        try (var server = ServerProcess.start(
                        StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady()) {
            var failed = server.api().deploy("hashing", HASHING, SETTINGS);

            assertThat(failed.get("state").asString()).isEqualTo("FAILED");
            assertThat(failed.toString()).contains("There is no secret 'db-password'");
        }
    }

    /** The server's log, its database with all that was ever written to it, its sources and whatever else it left. */
    private List<Path> filesWith(String value) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, value))
                    .toList();
        }
    }

    private static boolean contains(Path file, String value) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(value);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sha256(String value) throws Exception {
        var hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
