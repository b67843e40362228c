package io.cloudfunc.shell.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {

    private final FakeServer server = new FakeServer();

    @TempDir
    Path directory;

    @BeforeEach
    void answer() {
        server.on("GET /v1/functions", Answer.json("{\"items\":[]}"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void is_that_of_the_file_which_the_launcher_names() throws IOException {
        var file = Files.writeString(directory.resolve("admin.key"), "cf_file\n");

        Cli.of(server).variable("CLOUDFUNC_KEY_FILE", file.toString()).run("functions");

        assertThat(sent()).containsExactly("Bearer cf_file");
    }

    @Test
    void is_the_given_one_before_that_of_the_file() throws IOException {
        var file = Files.writeString(directory.resolve("admin.key"), "cf_file\n");

        Cli.of(server)
                .variable("CLOUDFUNC_KEY_FILE", file.toString())
                .variable("CLOUDFUNC_KEY", "cf_given")
                .run("functions");

        assertThat(sent()).containsExactly("Bearer cf_given");
    }

    @Test
    void is_not_sent_where_there_is_none_and_the_shell_says_where_it_looks() {
        server.on("GET /v1/functions", Answer.problem(401, "unauthenticated", "The request has no key"));

        var ran = Cli.of(server).run("functions");

        assertThat(server.only().headers()).doesNotContainKey("Authorization");
        assertThat(ran.stderr()).isEqualTo("""
                The request has no key
                The shell sends the key in CLOUDFUNC_KEY, else the one that `./cloudfunc up` made
                """);
        assertThat(ran.code()).isEqualTo(4);
    }

    @Test
    void is_not_repeated_when_it_cannot_be_one() {
        var ran = Cli.of(server).variable("CLOUDFUNC_KEY", "my secret").run("functions");

        assertThat(ran.stderr()).isEqualTo("CLOUDFUNC_KEY: got something else, expected a key, cf_…\n");
        assertThat(ran.code()).isEqualTo(2);
    }

    private List<String> sent() {
        return server.only().headers().get("Authorization");
    }
}
