package io.cloudfunc.shell.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {

    private record Ran(List<String> words, Path directory) {}

    @TempDir
    private Path root;

    private final List<Ran> ran = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(root.resolve("source"));
    }

    @Test
    void of_a_directory_that_names_none_are_none() throws IOException {
        write("function.py", "");
        write("requirements.txt", "# nothing\n\n");
        write("package.json", "{\"main\": \"function.js\", \"dependencies\": {}}");
        write("pom.xml", "<project/>");

        try (var fetched = dependencies().of(source)) {
            assertThat(fetched.directory()).isEmpty();
        }
        assertThat(ran).isEmpty();
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void of_python_are_wheels_only_so_that_nothing_of_them_runs() throws IOException {
        write("requirements.txt", "six==1.17.0\n");

        try (var fetched = dependencies().of(source)) {
            var into = fetched.directory().orElseThrow();
            assertThat(ran).singleElement().satisfies(pip -> {
                assertThat(pip.words())
                        .startsWith("python3", "-m", "pip", "install")
                        .containsSequence("--only-binary", ":all:")
                        .containsSequence("--target", into.toString())
                        .endsWith("--requirement", "requirements.txt");
                assertThat(pip.directory()).isEqualTo(source);
            });
        }
        assertThat(said.toString()).isEqualTo("Fetching what requirements.txt names, with pip…\n");
    }

    @Test
    void of_node_are_those_that_are_locked_without_their_scripts() throws IOException {
        write("package.json", "{\"dependencies\": {\"ms\": \"^2.1.3\"}}");
        write("package-lock.json", "{}");

        try (var fetched = dependencies().of(source)) {
            var into = fetched.directory().orElseThrow();
            assertThat(ran).singleElement().satisfies(npm -> {
                assertThat(npm.words()).startsWith("npm", "ci").contains("--ignore-scripts");
                assertThat(npm.directory()).isEqualTo(into);
            });
            assertThat(into).isDirectoryContaining(file -> file.endsWith("package-lock.json"));
        }
    }

    @Test
    void of_node_without_a_lock_are_those_of_today() throws IOException {
        write("package.json", "{\"dependencies\": {\"ms\": \"^2.1.3\"}}");

        dependencies().of(source).close();

        assertThat(ran).singleElement().satisfies(npm -> assertThat(npm.words()).startsWith("npm", "install"));
    }

    @Test
    void of_a_maven_project_are_its_jars() throws IOException {
        write("pom.xml", "<project><dependencies><dependency></dependency></dependencies></project>");

        try (var fetched = dependencies().of(source)) {
            var lib = fetched.directory().orElseThrow().resolve("lib");
            assertThat(ran)
                    .singleElement()
                    .satisfies(maven -> assertThat(maven.words())
                            .contains("dependency:copy-dependencies", "-DoutputDirectory=" + lib));
        }
    }

    @Test
    void that_are_there_already_are_not_fetched() throws IOException {
        write("package.json", "{\"dependencies\": {\"ms\": \"^2.1.3\"}}");
        write("node_modules/ms/index.js", "");
        write("pom.xml", "<project><dependencies><dependency></dependency></dependencies></project>");
        write("lib/one.jar", "");

        assertThat(dependencies().of(source).directory()).isEmpty();
    }

    @Test
    void are_deleted_when_they_are_packed() throws IOException {
        write("requirements.txt", "six\n");

        var fetched = dependencies().of(source);
        assertThat(fetched.directory().orElseThrow()).isDirectory();
        fetched.close();

        assertThat(fetched.directory().orElseThrow()).doesNotExist();
    }

    @Test
    void whose_tool_fails_or_is_not_there_are_told_with_its_last_words() {
        var tools = new ToolProcesses();

        assertThatThrownBy(() -> tools.run(List.of("sh", "-c", "echo no such package; exit 4"), source))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED))
                .hasMessage("sh ended with exit code 4:\nno such package");
        assertThatThrownBy(() -> tools.run(List.of("no-such-tool"), source))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageStartingWith("no-such-tool cannot be run here");
    }

    private Dependencies dependencies() {
        var console = new Console(new PrintStream(said, true), new PrintStream(said, true), false, false, () -> 80);
        return new Dependencies((words, directory) -> ran.add(new Ran(words, directory)), console);
    }

    private void write(String name, String text) throws IOException {
        var file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
