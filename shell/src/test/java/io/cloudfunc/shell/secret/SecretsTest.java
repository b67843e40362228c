package io.cloudfunc.shell.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    private static final Answer STORED = Answer.json("{\"name\":\"db-password\",\"version\":2}");

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void lists_names_and_versions() {
        server.on("GET /v1/secrets", Answer.json("""
                {"items":[{"name":"db-password","version":2,"storedAt":"2026-01-31T12:00:00Z"}],"next":null}"""));

        var ran = Cli.of(server).run("secrets");

        assertThat(ran.stdout()).isEqualTo("""
                SECRET       VERSION  STORED
                db-password  2        2026-01-31 17:30:00
                """);
    }

    @Test
    void stores_what_a_file_has_as_it_is(@TempDir Path directory) throws IOException {
        var file = Files.write(directory.resolve("password"), new byte[] {'a', 0, '\n'});
        server.on("PUT /v1/secrets/db-password", STORED);

        var ran = Cli.of(server).run("secrets", "set", "db-password", "--file", file.toString());

        assertThat(server.only().body()).containsExactly('a', 0, '\n');
        assertThat(ran.stderr()).isEqualTo("db-password has version 2; containers that start from now on get it\n");
        assertThat(ran.stdout()).isEmpty();
    }

    @Test
    void stores_what_is_piped_in() {
        server.on("PUT /v1/secrets/db-password", STORED);

        var ran = Cli.of(server).stdin("hunter2").run("secrets", "set", "db-password");

        assertThat(server.only().text()).isEqualTo("hunter2");
        assertThat(ran.code()).isZero();
    }

    @Test
    void removes_a_secret_by_its_name() {
        server.on("DELETE /v1/secrets/db-password", Answer.nothing());

        var ran = Cli.of(server).run("secrets", "remove", "db-password");

        assertThat(ran.stderr()).isEqualTo("db-password is removed\n");
    }

    @Test
    void says_what_is_missing_before_it_sends_anything() {
        assertThat(Cli.without().run("secrets", "set").stderr())
                .isEqualTo("The second argument is missing; expected the name of a secret\n");
        assertThat(Cli.without()
                        .run("secrets", "set", "x", "--file", "/nowhere/at/all")
                        .stderr())
                .isEqualTo("--file: got '/nowhere/at/all', expected the name of a file that can be read\n");
        assertThat(Cli.without().run("secrets", "show").stderr())
                .isEqualTo("action: got 'show', expected list, set or remove\n");
    }
}
