package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    private final FakeServer server = new FakeServer()
            .on("GET /v1/functions", Answer.json("{\"items\":[{\"name\":\"hello\"},{\"name\":\"slow\"}]}"))
            .on("GET /v1/invocations?limit=20", Answer.json("{\"items\":[{\"id\":\"i-1\"},{\"id\":\"i-2\"}]}"));

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void offers_the_commands_first() {
        assertThat(offers("in")).contains("invoke", "invocations", "deploy", "exit");
    }

    @Test
    void offers_the_functions_where_a_name_is_expected() {
        assertThat(offers("describe ")).containsExactly("hello", "slow");
        assertThat(offers("containers --function h")).containsExactly("hello", "slow");
        assertThat(offers("history ")).containsExactly("hello", "slow");
    }

    @Test
    void offers_the_last_calls_where_an_id_is_expected() {
        assertThat(offers("invocation ")).containsExactly("i-1", "i-2");
        assertThat(offers("logs ")).containsExactly("i-1", "i-2");
    }

    @Test
    void offers_the_runtimes() {
        assertThat(offers("init hello --runtime ")).containsExactly("python", "node", "java");
        assertThat(offers("deploy hello . --runtime ")).containsExactly("python", "node", "java");
    }

    @Test
    void offers_the_options_that_are_not_given_yet() {
        assertThat(offers("invoke hello -d 1 --"))
                .containsExactly("--async", "--wait", "--content-type", "--idempotency-key");
        assertThat(offers("deploy hello --env A=1 --image x -"))
                .contains("--env")
                .doesNotContain("--image");
    }

    @Test
    void offers_the_options_where_all_arguments_are_given() {
        assertThat(offers("describe hello ")).containsExactly("--at", "--output");
    }

    @Test
    void offers_the_values_of_an_option() {
        assertThat(offers("functions -o ")).containsExactly("table", "json");
        assertThat(offers("invocations --state "))
                .containsExactly("WAITING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED");
    }

    @Test
    void offers_the_directories_below_the_one_that_is_typed() throws IOException {
        Files.createDirectory(directory.resolve("source"));
        Files.writeString(directory.resolve("file"), "");

        assertThat(offers("deploy hello " + directory + "/")).containsExactly(directory + "/source");
        assertThat(offers("deploy hello " + directory + "/nosuch/")).isEmpty();
    }

    @Test
    void offers_nothing_after_an_unknown_command_or_where_the_server_does_not_answer() {
        assertThat(offers("nosuch ")).isEmpty();
        assertThat(Cli.without().variable("CLOUDFUNC_URL", "no address").offers("describe "))
                .isEmpty();
    }

    private List<String> offers(String line) {
        return Cli.of(server).offers(line);
    }
}
