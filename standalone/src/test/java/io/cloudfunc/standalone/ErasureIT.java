package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A payload is looked for in every file that the database, the broker, the worker and the server wrote. */
@Tag("own-broker")
class ErasureIT {

    private static final String ECHO = "def handler(event):\n    print(event)\n    return event\n";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void leaves_neither_payload_nor_key_nor_salt_in_any_file_and_the_chain_whole() throws Exception {
        var brokers = directory.resolve("broker");
        try (var broker = OwnBroker.start(brokers, "")) {
            var environment = RealParts.environment(RealParts.freshInstallation());
            environment.putAll(broker.environment());
            try (var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                    .awaitReady()) {
                var api = server.api();
                var database = privateDatabase();
                var marker = marker();
                api.deploy("echo", ECHO, "{}");
                var call = api.accept("echo", "\"" + marker + "\"");
                ended(api, call);
                var bytes = Stream.of("select content from payload", "select key from payload_key")
                        .flatMap(sql -> database.queryForList(sql, byte[].class).stream())
                        .toList();
                var salts = database.queryForList("select salt from payload_key", byte[].class);
                database.execute("checkpoint");

                assertThat(bytes).as("of input, output and log").hasSize(6);
                assertThat(filesWith(marker.getBytes(StandardCharsets.US_ASCII)))
                        .as("files with the payload as it is")
                        .isNotEmpty()
                        .allMatch(file -> file.startsWith(brokers));
                assertThat(Stream.concat(bytes.stream(), salts.stream()))
                        .allSatisfy(stored -> assertThat(filesWith(stored))
                                .anyMatch(file -> file.startsWith(directory.resolve("postgres"))));

                assertThat(api.post("/v1/invocations/" + call + ":erase", "").statusCode())
                        .isEqualTo(200);
                assertThat(api.post("/v1/erasures:rewrite", "").statusCode()).isEqualTo(204);
                broker.loseEverything();
                database.execute("vacuum (full) payload");
                await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                    writeOverTheLog(database);
                    assertThat(Stream.concat(bytes.stream(), salts.stream()))
                            .allSatisfy(stored -> assertThat(filesWith(stored)).isEmpty());
                });

                assertThat(filesWith(marker.getBytes(StandardCharsets.US_ASCII)))
                        .isEmpty();
                var verified = api.get("/v1/audit/verify");
                assertThat(verified.path("valid").asBoolean()).isTrue();
                assertThat(verified.path("events").asLong()).isPositive();
                assertThat(api.read("/v1/invocations/" + call + "/output").statusCode())
                        .isEqualTo(404);
                assertThat(api.call("echo", "1").body()).isEqualTo("1");
            }
        }
    }

    private static JsonNode ended(Api api, String call) {
        await().atMost(Duration.ofSeconds(60)).until(() -> api.invocation(call).hasNonNull("endedAt"));
        return api.invocation(call);
    }

    /** Random, so that nothing can make it smaller. */
    private static String marker() {
        var bytes = new byte[300];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private JdbcTemplate privateDatabase() throws IOException {
        var port = Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip();
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl("jdbc:postgresql://localhost:%s/postgres?user=postgres".formatted(port));
        return new JdbcTemplate(dataSource);
    }

    /** A segment that is left is filled up with zeros, also where it is one that was used before. */
    private static void writeOverTheLog(JdbcTemplate database) {
        for (var segment = 0; segment < 4; segment++) {
            database.execute("select pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
        }
        database.execute("checkpoint");
    }

    private List<Path> filesWith(byte[] bytes) throws IOException {
        var wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(wanted))
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException goneMeanwhile) {
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
