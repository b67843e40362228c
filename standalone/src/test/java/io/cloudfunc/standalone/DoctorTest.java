package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./cloudfunc doctor} where no server runs. */
class DoctorTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path LAUNCHER =
            Path.of("..", "cloudfunc").toAbsolutePath().normalize();

    private record Answer(int code, JsonNode json) {

        JsonNode of(String part) {
            return json.get("parts")
                    .valueStream()
                    .filter(one -> one.get("part").asString().equals(part))
                    .findFirst()
                    .orElseThrow();
        }

        String state(String part) {
            return of(part).get("state").asString();
        }
    }

    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void a_data_directory() throws IOException {
        data = Files.createDirectories(directory.resolve("data"));
    }

    @Test
    void looks_at_every_part_also_while_the_server_is_down() throws Exception {
        var answer = doctor(Map.of());

        assertThat(answer.json()
                        .get("parts")
                        .valueStream()
                        .map(part -> part.get("part").asString()))
                .containsExactly("java", "build", "engine", "broker", "database", "disk", "clock", "keys", "server");
        assertThat(answer.state("java")).isEqualTo("ok");
        assertThat(answer.of("server").get("found").asString()).startsWith("not up");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void names_what_keeps_it_from_working_with_a_remedy_for_each() throws Exception {
        Files.writeString(Files.createDirectories(data.resolve("postgres")).resolve("PG_VERSION"), "12\n");
        Files.createFile(
                data.resolve("admin.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        var later = Files.writeString(data.resolve("written-later"), "");
        Files.setLastModifiedTime(later, FileTime.from(Instant.EPOCH.plus(Duration.ofDays(40_000))));

        var answer = doctor(Map.of("SPRING_RABBITMQ_HOST", "127.0.0.1", "SPRING_RABBITMQ_PORT", "9"));

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.json().get("healthy").asBoolean()).isFalse();
        assertThat(List.of("database", "keys", "clock", "broker")).allSatisfy(part -> {
            assertThat(answer.state(part)).isEqualTo("fail");
            assertThat(answer.of(part).get("remedy").asString()).isNotEmpty();
        });
    }

    @Test
    void does_not_take_what_it_does_not_know() throws Exception {
        assertThat(run(Map.of(), "doctor", "everything").waitFor()).isEqualTo(2);
    }

    private Answer doctor(Map<String, String> environment) throws Exception {
        var doctor = run(environment, "doctor", "--json", "--data", data.toString());
        var text = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(doctor.waitFor(), JSON.readTree(text));
    }

    private Process run(Map<String, String> environment, String... words) throws IOException {
        var command = new ArrayList<>(List.of("bash", LAUNCHER.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        var clean = new TreeMap<>(Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", directory.toString(),
                "XDG_STATE_HOME", directory.resolve("state").toString(),
                "JAVA_HOME", System.getProperty("java.home")));
        clean.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(clean);
        return builder.start();
    }
}
