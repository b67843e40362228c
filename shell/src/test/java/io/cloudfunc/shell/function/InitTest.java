package io.cloudfunc.shell.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import io.cloudfunc.shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Init needs no server. */
class InitTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    Path here;

    @ParameterizedTest
    @CsvSource({"python,function.py", "node,function.js", "java,Function.java"})
    void makes_the_example_of_each_runtime_with_a_test_event(String runtime, String file) throws IOException {
        var ran = init("hello", "--runtime", runtime);

        var example = EXAMPLES.resolve("hello-" + runtime);
        assertThat(ran.code()).isZero();
        assertThat(here.resolve("hello")).isDirectoryContaining(made -> made.endsWith(file));
        assertThat(here.resolve("hello").resolve(file)).hasSameTextualContentAs(example.resolve(file));
        assertThat(here.resolve("hello/event.json")).hasSameTextualContentAs(example.resolve("event.json"));
        assertThat(here.resolve("hello").toFile().list()).hasSize(2);
    }

    @Test
    void prints_the_next_two_commands() {
        var ran = init("hello", "--runtime=node");

        assertThat(ran.stderr()).isEqualTo("Made hello with function.js and event.json. Next:\n");
        assertThat(ran.stdout()).isEqualTo("deploy hello hello\ninvoke hello -d @hello/event.json\n");
    }

    @Test
    void prints_them_as_the_launcher_was_called() {
        var ran = Cli.without()
                .in(here)
                .variable("CLOUDFUNC_PROGRAM", "./cloudfunc")
                .run("init", "hello", "--runtime=node");

        assertThat(ran.stdout())
                .isEqualTo("./cloudfunc deploy hello hello\n./cloudfunc invoke hello -d @hello/event.json\n");
    }

    @Test
    void makes_what_deploys_as_it_is() {
        init("hello", "--runtime=java");

        try (var server = new FakeServer()) {
            server.on(
                    "PUT /v1/functions/hello",
                    Answer.json("{\"function\":\"hello\",\"revision\":1,\"state\":\"READY\"}"));
            var deployed =
                    Cli.of(server).run("deploy", "hello", here.resolve("hello").toString());

            assertThat(deployed.code()).isZero();
            assertThat(server.only().text()).contains("Function.java");
        }
    }

    @Test
    void takes_a_directory_that_is_empty() throws IOException {
        Files.createDirectory(here.resolve("hello"));

        assertThat(init("hello", "--runtime=python").code()).isZero();
        assertThat(here.resolve("hello/function.py")).exists();
    }

    @Test
    void leaves_a_directory_with_files_alone() throws IOException {
        Files.createDirectory(here.resolve("hello"));
        Files.writeString(here.resolve("hello/mine"), "mine");

        var ran = init("hello", "--runtime=python");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr())
                .isEqualTo("directory: got '%s', expected a name of no directory, or of an empty one\n"
                        .formatted(here.resolve("hello")));
        assertThat(here.resolve("hello").toFile().list()).containsExactly("mine");
    }

    @Test
    void leaves_a_file_alone() throws IOException {
        Files.writeString(here.resolve("hello"), "mine");

        var ran = init("hello", "--runtime=python");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).endsWith("expected a name of no file\n");
        assertThat(here.resolve("hello")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello", "1st", "a_b", "-a", "a-", "../a", "a/b", ""})
    void refuses_a_name_that_no_function_can_have(String name) {
        var ran = init("--runtime=python", "--", name);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("""
                        function name: got '%s', expected 1 to 63 of a-z, 0-9 and inner hyphens, the first a letter; \
                        before it, if any, its namespace and a dot
                        """.formatted(name));
        assertThat(here).isEmptyDirectory();
    }

    @Test
    void needs_a_runtime_and_names_all() {
        var missing = init("hello");
        var wrong = init("hello", "--runtime=ruby");

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.stderr()).isEqualTo("--runtime is missing; expected one of python, node, java\n");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.stderr()).isEqualTo("--runtime: got 'ruby', expected one of python, node, java\n");
        assertThat(here).isEmptyDirectory();
    }

    private Ran init(String... words) {
        var line = new String[words.length + 1];
        line[0] = "init";
        System.arraycopy(words, 0, line, 1, words.length);
        return Cli.without().in(here).run(line);
    }
}
