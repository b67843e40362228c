package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import io.cloudfunc.shell.Ran;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of words that are wrong, and how the right ones may be written. */
class CommandLineTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void suggests_the_nearest_command() {
        assertUsage(
                Cli.of(server).run("depoly", "hello"),
                "There is no command 'depoly'; did you mean deploy?\nAll commands: help\n");
        assertUsage(Cli.of(server).run("xyzzy"), "There is no command 'xyzzy'\nAll commands: help\n");
        assertUsage(Cli.of(server).run("xy"), "There is no command 'xy'\nAll commands: help\n");
    }

    @Test
    void suggests_a_command_of_the_launcher_that_started_the_shell() {
        var ran = Cli.of(server).variable("CLOUDFUNC_VERBS", "up down").run("dwon");

        assertUsage(ran, "There is no command 'dwon'; did you mean down?\nAll commands: help\n");
    }

    @Test
    void suggests_the_nearest_option() {
        assertUsage(Cli.of(server).run("deploy", "a", "--imgae", "x"), """
                deploy has no option --imgae; did you mean --image?
                Usage: deploy <name> [<directory>] [options]  (more: deploy --help)
                """);
        assertUsage(Cli.of(server).run("remove", "a", "-x"), """
                remove has no option -x
                Usage: remove <name>  (more: remove --help)
                """);
    }

    @Test
    void names_the_argument_that_is_missing() {
        assertUsage(Cli.of(server).run("rollback", "hello"), """
                <revision> is missing: number of a revision that is ready
                Usage: rollback <name> <revision>  (more: rollback --help)
                """);
    }

    @Test
    void names_the_word_that_is_one_too_many() {
        assertUsage(Cli.of(server).run("remove", "hello", "world"), """
                'world' is one word too many; a value with blanks needs quotes
                Usage: remove <name>  (more: remove --help)
                """);
    }

    @Test
    void names_the_option_whose_value_is_missing() {
        assertUsage(Cli.of(server).run("invoke", "hello", "--wait"), """
                --wait needs a value: how long to wait for the output
                Usage: invoke <name> [options]  (more: invoke --help)
                """);
        assertUsage(Cli.of(server).run("invoke", "hello", "--wait", "--async"), """
                --wait needs a value: how long to wait for the output
                Usage: invoke <name> [options]  (more: invoke --help)
                """);
    }

    @Test
    void refuses_an_option_that_is_given_twice() {
        assertUsage(Cli.of(server).run("invoke", "a", "-d", "1", "-d", "2"), "-d is given twice: '1' and '2'\n");
    }

    @Test
    void says_what_is_expected_of_a_value() {
        assertUsage(Cli.of(server).run("functions", "-o", "yaml"), "-o: got 'yaml', expected table or json\n");
        assertUsage(
                Cli.of(server).run("invoke", "a", "--wait", "soon"),
                "--wait: got 'soon', expected a time such as 500ms, 5s, 2m, 1h or PT5S\n");
        assertUsage(Cli.of(server).run("invocations", "-n", "many"), "-n: got 'many', expected a whole number\n");
        assertUsage(
                Cli.of(server).run("deploy", "hello", "--image", "x", "--cpus", "half"),
                "--cpus: got 'half', expected a number such as 2 or 0.5\n");
        assertUsage(
                Cli.of(server).run("invoke", "a", "--async=maybe"), "--async: got 'maybe', expected true or false\n");
    }

    @Test
    void takes_options_in_every_usual_form_and_place() {
        server.on("POST /v1/functions/hello/invocations", Answer.json("1"));

        for (var words : new String[][] {
            {"invoke", "hello", "-d", "x y", "--wait", "1m"},
            {"invoke", "-dx y", "--wait=1m", "hello"},
            {"invoke", "--data=x y", "--async=false", "hello"},
            {"invoke", "--data", "x y", "--", "hello"}
        }) {
            assertThat(Cli.of(server).run(words).stdout()).isEqualTo("1");
        }
        assertThat(server.received()).extracting(request -> request.text()).containsOnly("x y");
    }

    @Test
    void takes_words_after_two_hyphens_as_they_are() {
        server.on("DELETE /v1/functions/--help", Answer.nothing());

        assertThat(Cli.of(server).run("remove", "--", "--help").code()).isZero();
    }

    @Test
    void takes_a_negative_number_or_a_hyphen_as_the_value_of_an_option() {
        server.on("POST /v1/functions/hello/invocations", Answer.json("1"));

        Cli.of(server).run("invoke", "hello", "-d", "-1");

        assertThat(server.only().text()).isEqualTo("-1");
    }

    private static void assertUsage(Ran ran, String message) {
        assertThat(ran.stderr()).isEqualTo(message);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.code()).isEqualTo(2);
    }
}
