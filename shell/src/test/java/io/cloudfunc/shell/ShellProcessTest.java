package io.cloudfunc.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell as a process of its own, in a locale that knows ASCII only. */
class ShellProcessTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void passes_letters_beyond_ascii_both_ways_whatever_the_locale() throws Exception {
        server.on("POST /v1/functions/hello/invocations", Answer.text("Gruß"));

        var ran = run("\"$@\" invoke hello -d \"$(printf 'Gr\\303\\266\\303\\237e')\"");

        assertThat(ran.stdout()).isEqualTo("Gruß");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(server.only().text()).isEqualTo("Größe");
    }

    @Test
    void reads_stdin_and_ends_with_the_commands_code() throws Exception {
        server.on(
                "POST /v1/functions/hello/invocations",
                Answer.problem(502, "function-failed", "exit 1", "kind", "EXITED")
                        .with("CloudFunc-Invocation", "i-1"));

        var ran = run("echo input | \"$@\" invoke hello");

        assertThat(server.only().text()).isEqualTo("input\n");
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("hello failed: EXITED: exit 1\nIts log: logs i-1\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void runs_the_lines_that_are_piped_in() throws Exception {
        server.on("DELETE /v1/functions/hello", Answer.nothing());

        var ran = run("echo remove hello | \"$@\"");

        assertThat(ran.code()).isZero();
        assertThat(server.only().line()).isEqualTo("DELETE /v1/functions/hello");
    }

    /** A line for sh, whose {@code "$@"} is the shell's program. */
    private Ran run(String script) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ShellApplication.class.getName()));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("LC_ALL", "POSIX", "CLOUDFUNC_URL", server.url()));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        process.getOutputStream().close();
        var bytes = process.getInputStream().readAllBytes();
        var stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the shell did not end within 60 s");
        }
        return new Ran(process.exitValue(), bytes, stderr);
    }
}
