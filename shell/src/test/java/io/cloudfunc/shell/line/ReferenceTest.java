package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/commands.md} is what help says; where it is not, {@code target/commands.md} is what it should be. */
class ReferenceTest {

    private static final Path MADE = Path.of("target", "commands.md");
    private static final Path KEPT = Path.of("..", "docs", "commands.md");

    @Test
    void of_the_commands_says_the_same_as_their_help() throws IOException {
        var page = """
                # Commands

                What `help` in `./cloudfunc shell` and each command's `--help` say. Exit codes: [README](../README.md#exit-codes).

                ```
                %s```
                """.formatted(help("help"))
                + names().stream().map(ReferenceTest::section).collect(Collectors.joining());
        Files.writeString(MADE, page);

        assertThat(Files.readString(KEPT))
                .as("to be replaced by shell/%s", MADE)
                .isEqualTo(page);
    }

    private static String section(String name) {
        return "\n## %s\n\n```\n%s```\n".formatted(name, help(name, "--help"));
    }

    private static List<String> names() {
        return help("help")
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    private static String help(String... words) {
        return Cli.without().run(words).stdout();
    }
}
