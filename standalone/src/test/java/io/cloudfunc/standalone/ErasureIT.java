package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A payload is looked for in every file that the database, the broker, the worker and the server wrote. */
@Tag("own-broker")
class ErasureIT {

    private static final String ECHO = "def handler(event):\n    print(event)\n    return event\n";
    private static final String FAIL = "def handler(event):\n    raise ValueError(event)\n";
    /** After this many bytes the broker begins another file of its log; in use it is 512 MiB. */
    private static final String SHORT_LOG = "raft.wal_max_size_bytes = 1048576";

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void leaves_neither_payload_nor_key_nor_salt_in_any_file_and_the_chain_whole() throws Exception {
        var brokers = directory.resolve("broker");
        try (var broker = OwnBroker.start(brokers, SHORT_LOG)) {
            var environment = RealParts.environment(RealParts.freshInstallation());
            environment.putAll(broker.environment());
            try (var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                    .awaitReady()) {
                var api = server.api();
                var database = privateDatabase();
                var marker = marker();
                var calls = callsWith(api, marker);
                var secrets = storedOf(database);
                database.execute("checkpoint");

                assertThat(secrets)
                        .as("of inputs, output, what was said of a failure, and logs")
                        .hasSize(18);
                assertThat(filesWith(List.of(marker)).get(marker))
                        .as("files with the payload as it is")
                        .isNotEmpty()
                        .allMatch(file -> file.startsWith(brokers));
                assertThat(filesWith(secrets))
                        .allSatisfy((secret, files) ->
                                assertThat(files).anyMatch(file -> file.startsWith(directory.resolve("postgres"))));

                for (var call : calls) {
                    assertThat(api.post("/v1/invocations/" + call + ":erase", "")
                                    .statusCode())
                            .isEqualTo(200);
                }
                assertThat(api.post("/v1/erasures:rewrite", "").statusCode()).isEqualTo(204);
                database.execute("vacuum (full) payload");
                await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
                    Burst.of(1_500, 16).accept(api, "echo", "1");
                    assertNowhere(List.of(marker));
                });
                await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                    writeOverTheLog(database);
                    assertNowhere(secrets);
                });

                assertNowhere(List.of(marker));
                var verified = api.get("/v1/audit/verify");
                assertThat(verified.path("valid").asBoolean()).isTrue();
                assertThat(verified.path("events").asLong()).isPositive();
                assertThat(api.read("/v1/invocations/" + calls.getFirst() + "/output")
                                .statusCode())
                        .isEqualTo(404);
                assertThat(api.invocation(calls.getLast())
                                .at("/failure/message")
                                .asString())
                        .isEqualTo("The handler raised an exception (what was said of it was erased)");
                assertThat(api.call("echo", "1").body()).isEqualTo("1");
            }
        }
    }

    /** One that succeeds and one that fails, both with that payload and told of it. */
    private static List<String> callsWith(Api api, String payload) {
        api.deploy("echo", ECHO, "{}");
        api.deploy("fail", FAIL, "{}");
        return Stream.of("echo", "fail")
                .map(function -> {
                    var answer = api.call(function, "\"" + payload + "\"");
                    assertThat(answer.body()).contains(payload);
                    return answer.headers().firstValue("CloudFunc-Invocation").orElseThrow();
                })
                .toList();
    }

    /** What is stored of payloads: encrypted contents, keys and salts. */
    private static List<String> storedOf(JdbcTemplate database) {
        return Stream.of("select content from payload", "select key from payload_key", "select salt from payload_key")
                .flatMap(sql -> database.queryForList(sql, byte[].class).stream())
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** Random, so that nothing can make it smaller. */
    private static String marker() {
        var bytes = new byte[300];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private JdbcTemplate privateDatabase() throws IOException {
        var postgres = directory.resolve("postgres");
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(PrivatePostgres.urlOfRunning(postgres).orElseThrow());
        dataSource.setUser(PostgresDoor.USER);
        dataSource.setPassword(PostgresDoor.passwordOf(postgres));
        return new JdbcTemplate(dataSource);
    }

    /** A segment that is left is filled up with zeros, also where it is one that was used before. */
    private static void writeOverTheLog(JdbcTemplate database) {
        for (var segment = 0; segment < 4; segment++) {
            database.execute("select pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
        }
        database.execute("checkpoint");
    }

    private void assertNowhere(Collection<String> wanted) throws IOException {
        assertThat(filesWith(wanted))
                .allSatisfy((one, files) -> assertThat(files).isEmpty());
    }

    /** In which files each of these is, a character for a byte. */
    private Map<String, List<Path>> filesWith(Collection<String> wanted) throws IOException {
        var found = new HashMap<String, List<Path>>();
        wanted.forEach(one -> found.put(one, new ArrayList<>()));
        Files.walkFileTree(directory, new PastWhatGoes() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var content = attributes.isRegularFile() ? content(file) : "";
                found.forEach((one, in) -> {
                    if (content.contains(one)) {
                        in.add(file);
                    }
                });
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
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
