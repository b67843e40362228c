package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret reaches its function, and nothing else: not the database or the broker, no log, no answer, no other container. */
class SecretsIT {

    /** Tells that it has the values, without telling them. */
    private static final String HASHING = """
        import hashlib, os
        def handler(event):
            with open("/run/secrets/key", "rb") as file:
                return hashlib.sha256(os.environ["PASSWORD"].encode() + file.read()).hexdigest()
        """;

    private static final String SETTINGS = """
        {"environment":{"PASSWORD":"${secret:db-password}"},"secretFiles":{"key":"tls-key"}}""";

    private static final List<String> ANSWERS = List.of(
            "/v1/secrets",
            "/v1/functions/hashing",
            "/v1/functions/hashing/events",
            "/v1/invocations",
            "/v1/containers",
            "/v1/audit/events");

    @TempDir
    Path directory;

    @Test
    @Tag("own-broker")
    void reaches_its_function_and_is_found_nowhere_else() throws Exception {
        var variable = List.of("planted-" + UUID.randomUUID(), "planted-" + UUID.randomUUID());
        var file = List.of("planted-" + UUID.randomUUID(), "planted-" + UUID.randomUUID());
        var environment = RealParts.environment(RealParts.freshInstallation());
        RealParts.giveRelay(directory);
        try (var broker = OwnBroker.start(directory.resolve("broker"), "")) {
            environment.putAll(broker.environment());
            try (var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                    .awaitReady()) {
                var api = server.api();
                api.deploy("bystander", "def handler(event):\n    return event\n", "{}");
                api.call("bystander", "1");
                for (var version = 0; version < 2; version++) {
                    api.storeSecret("db-password", variable.get(version));
                    api.storeSecret("tls-key", file.get(version));
                    assertThat(api.deploy("hashing", HASHING, SETTINGS)
                                    .get("state")
                                    .asString())
                            .isEqualTo("READY");
                    assertThat(api.call("hashing", "1").body())
                            .contains(sha256(variable.get(version) + file.get(version)));
                }

                assertThat(api.get("/v1/secrets")
                                .get("items")
                                .get(0)
                                .get("version")
                                .asInt())
                        .isEqualTo(2);
                var planted = Stream.concat(variable.stream(), file.stream()).toList();
                assertThat(ANSWERS.stream().map(path -> api.read(path).body()))
                        .noneMatch(answer -> planted.stream().anyMatch(answer::contains));
                assertThat(inspected(api, "bystander")).doesNotContain(planted);
                assertThat(inspected(api, "hashing")).doesNotContain(file).contains(variable.getLast());
            }
        }

        Stream.concat(variable.stream(), file.stream())
                .forEach(value -> assertThat(filesWith(value)).isEmpty());
        var planted = Files.writeString(directory.resolve("planted"), "before " + file.getFirst() + " after");
        assertThat(filesWith(file.getFirst())).containsExactly(planted);
    }

    /** All that the engine tells of the function's containers. */
    private static String inspected(Api api, String function) throws IOException {
        var containers = api.containers(function);
        assertThat(containers).isNotEmpty();
        var told = new StringBuilder();
        for (var container : containers) {
            told.append(asked("/containers/" + container.get("id").asString() + "/json"));
        }
        return told.toString();
    }

    private static String asked(String path) throws IOException {
        var engine = UnixDomainSocketAddress.of(RealParts.engine().replaceFirst("^unix://", ""));
        try (var socket = SocketChannel.open(engine)) {
            socket.write(
                    ByteBuffer.wrap("GET %s HTTP/1.0\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_function_whose_secret_is_not_there_does_not_become_ready_and_says_which() throws Exception {
        try (var server = ServerProcess.start(
                        StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady()) {
            for (var settings : List.of(
                    "{\"environment\":{\"PASSWORD\":\"${secret:db-password}\"}}",
                    "{\"secretFiles\":{\"key\":\"db-password\"}}")) {
                var failed = server.api().deploy("hashing", HASHING, settings);

                assertThat(failed.get("state").asString()).isEqualTo("FAILED");
                assertThat(failed.toString()).contains("There is no secret 'db-password'");
            }
        }
    }

    /** The server's log, its database and its broker with all that was ever written to them, and whatever else they left. */
    private List<Path> filesWith(String value) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, value))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
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
