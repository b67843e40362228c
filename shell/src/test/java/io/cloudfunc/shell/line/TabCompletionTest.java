package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabCompletionTest {

    private final FakeServer server = new FakeServer()
            .on("GET /v1/functions", Answer.json("{\"items\":[{\"name\":\"hello\"},{\"name\":\"slow\"}]}"));

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void offers_the_commands_of_the_shell_and_of_the_launcher() {
        assertThat(offers("./cloudfunc in")).isEqualTo("init\ninvoke\ninvocation\ninvocations\n");
        assertThat(offers("./cloudfunc d")).isEqualTo("deploy\ndescribe\ndead-letters\ndemo\ndown\ndoctor\n");
        assertThat(offers("./cloudfunc ")).contains("functions\n", "backup\n");
    }

    @Test
    void offers_what_follows_the_words_so_far() {
        assertThat(offers("./cloudfunc invoke ")).isEqualTo("hello\nslow\n");
        assertThat(offers("./cloudfunc describe sl")).isEqualTo("slow\n");
        assertThat(offers("./cloudfunc invoke hello -d '{\"a\": 1}' --as")).isEqualTo("--async\n");
        assertThat(offers("./cloudfunc invoke hello -d '{")).isEmpty();
    }

    @Test
    void is_a_script_that_bash_takes() throws Exception {
        var script = Cli.without().run("completion", "bash").stdout();

        assertThat(completedByBash(script)).isEqualTo("offered for [./cloudfunc inv]\n");
    }

    @Test
    void knows_bash_and_zsh_only() {
        assertThat(Cli.without().run("completion", "zsh").stdout()).contains("compdef _cloudfunc cloudfunc");
        assertThat(Cli.without().run("completion", "fish").stderr())
                .isEqualTo("shell: got 'fish', expected bash or zsh\n");
    }

    private String offers(String line) {
        return Cli.of(server)
                .variable("CLOUDFUNC_VERBS", "up down doctor backup demo")
                .run("completion", "bash", "--line", line)
                .stdout();
    }

    /** With a program that offers the line it was asked about. */
    private String completedByBash(String script) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("cloudfunc"), "#!/bin/sh\necho \"offered for [$4]\"\n");
        Files.setPosixFilePermissions(directory.resolve("cloudfunc"), PosixFilePermissions.fromString("rwx------"));
        var asked = """
                COMP_LINE='./cloudfunc inv' COMP_POINT=15
                _cloudfunc ./cloudfunc inv ./cloudfunc
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        var bash = new ProcessBuilder("bash", "-euc", script + "\n" + asked)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return said;
    }
}
