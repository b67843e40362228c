package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help needs no server. */
class HelpTest {

    @Test
    void lists_all_commands() {
        var ran = Cli.without().run("help");

        assertThat(ran.stdout()).isEqualTo("""
                Functions
                  init          Make a directory with a small function that deploys as it is, and a test event
                  deploy        Deploy a directory or an image as the function's next revision, and wait until it is ready
                  describe      Show a function, its settings and all its revisions
                  functions     List the functions
                  remove        Remove a function: waiting calls end, running ones finish, its containers go
                  rollback      Let an earlier revision serve the calls again
                Calls
                  invoke        Call a function and print its output
                  cancel        End a call that waits or runs
                  invocation    Show one call in full
                  invocations   List calls, the newest first
                  output        Print the output of a call
                  logs          Print the log of a call, of a function's last call, or of a revision that failed
                  replay        Run calls again and compare; the gate is open if all did the same
                  dead-letters  List the calls that ended with no attempts left, the oldest first, until they are redriven
                  redrive       Call dead letters anew: one, or the oldest of a function
                Containers
                  containers    List the containers that run or stay warm
                Audit
                  history       Show the stored events of a function (all its lives), of a call or of a container
                  audit         Check that all is whole and unchanged; export and import events
                  erase         Erase inputs, outputs and logs for good; the events stay, and so does their chain
                  check         Compare a view, or all, row by row with one made anew of the events
                  projections   List the views that are made of the events, and how far each of them is
                  rebuild       Make a view, or all, anew of the events, while the one in use serves on
                Access
                  keys          List, create or revoke the keys that let callers in
                  secrets       List, store, rotate or remove the secrets of functions
                Shell
                  status        Show whether the server lives and is ready to work
                  demo          Show the main job on this server: deploy, cold call, warm call, expiry, history
                  completion    Print what makes Tab complete: source <(cloudfunc completion bash), or zsh
                  help          Show all commands, or one

                More about one, with an example: <command> --help. In the interactive shell: exit, Tab completes.
                """);
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void shows_one_command_with_examples() {
        var ran = Cli.without().run("help", "invoke");

        assertThat(ran.stdout()).isEqualTo("""
                Call a function and print its output

                Usage: invoke <name> [options]
                  <name>                        name of the function
                  -d, --data <text>             input, @file or @- (stdin); what is piped in, if left out
                      --async                   do not wait; print the call's id
                      --wait <time>             how long to wait for the output (default 60s)
                      --content-type <text>     content type of the input (default application/json)
                      --idempotency-key <text>  the same key and input are the same call, however often it is sent

                Example:
                  invoke hello -d '{"name": "Ada"}'
                  invoke hello -d @event.json --async
                """);
    }

    @Test
    void is_the_same_however_it_is_asked_for() {
        var all = Cli.without().run("help").stdout();
        var one = Cli.without().run("help", "deploy").stdout();

        assertThat(Cli.without().run("--help").stdout()).isEqualTo(all);
        assertThat(Cli.without().run("-h").stdout()).isEqualTo(all);
        assertThat(Cli.without().run("deploy", "--help").stdout()).isEqualTo(one);
        assertThat(Cli.without().run("deploy", "hello", "-h").stdout()).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "deploy",
                "describe",
                "functions",
                "remove",
                "rollback",
                "invoke",
                "cancel",
                "invocation",
                "invocations",
                "output",
                "logs",
                "replay",
                "dead-letters",
                "redrive",
                "containers",
                "history",
                "audit",
                "erase",
                "projections",
                "check",
                "rebuild",
                "keys",
                "secrets",
                "status",
                "demo",
                "completion",
                "help"
            })
    void has_an_example_for_each_command(String command) {
        var ran = Cli.without().run(command, "--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()).contains("Usage: " + command).contains("Example:\n  " + command);
    }

    @Test
    void of_an_unknown_command_is_a_wrong_usage() {
        var ran = Cli.without().run("help", "invok");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("There is no command 'invok'; did you mean invoke?\nAll commands: help\n");
    }
}
