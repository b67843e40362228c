package io.cloudfunc.shell.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsTest {

    private static final Answer SERVES = Answer.json("""
            {"name":"hello","latestRevision":2,"revisions":[{"revision":1,"state":"FAILED"},{"revision":2,"state":"READY"}]}""");
    private static final Answer FAILED_AT_NOON = Answer.json("""
            {"name":"hello","latestRevision":2,"revisions":[
            {"revision":2,"state":"FAILED","failedAt":"2026-01-02T12:00:00Z"}]}""");

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void prints_the_log_of_a_call() {
        server.on("GET /v1/invocations/i-1/logs", Answer.text("greeting Ada\n"));

        var ran = Cli.of(server).run("logs", "i-1");

        assertThat(ran.stdout()).isEqualTo("greeting Ada\n");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void prints_the_log_of_a_functions_last_call_and_says_on_stderr_which_it_is() {
        server.on("GET /v1/functions/hello", SERVES)
                .on("GET /v1/invocations?function=hello&limit=1", lastCallAt("2026-01-02T11:00:00Z"))
                .on("GET /v1/invocations/i-9/logs", Answer.text("last\n"));

        var ran = Cli.of(server).run("logs", "--function", "hello");

        assertThat(ran.stdout()).isEqualTo("last\n");
        assertThat(ran.stderr()).isEqualTo("Log of call i-9 (SUCCEEDED):\n");
    }

    @Test
    void prints_the_log_of_the_latest_revision_if_that_failed_after_the_last_call() {
        server.on("GET /v1/functions/hello", FAILED_AT_NOON)
                .on("GET /v1/invocations?function=hello&limit=1", lastCallAt("2026-01-02T11:00:00Z"))
                .on("GET /v1/functions/hello/revisions/2/log", Answer.text("SyntaxError\n"));

        var ran = Cli.of(server).run("logs", "-f", "hello");

        assertThat(ran.stdout()).isEqualTo("SyntaxError\n");
        assertThat(ran.stderr()).isEqualTo("Log of the preparation of hello revision 2:\n");
    }

    @Test
    void prints_the_log_of_a_call_that_is_later_than_the_failed_revision() {
        server.on("GET /v1/functions/hello", FAILED_AT_NOON)
                .on("GET /v1/invocations?function=hello&limit=1", lastCallAt("2026-01-02T13:00:00Z"))
                .on("GET /v1/invocations/i-9/logs", Answer.text("last\n"));

        assertThat(Cli.of(server).run("logs", "-f", "hello").stdout()).isEqualTo("last\n");
    }

    @Test
    void prints_the_log_of_the_revision_that_is_asked_for() {
        server.on("GET /v1/functions/hello/revisions/1/log", Answer.text("x\n"));

        var ran = Cli.of(server).run("logs", "-f", "hello", "--revision", "1");

        assertThat(ran.stdout()).isEqualTo("x\n");
    }

    @Test
    void says_only_what_is_wrong_where_a_revision_has_no_log() {
        server.on("GET /v1/functions/hello/revisions/1/log", Answer.problem(404, "nothing-stored", "It has no log"));

        var ran = Cli.of(server).run("logs", "-f", "hello", "--revision", "1");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.stderr()).isEqualTo("It has no log\n");
    }

    @Test
    void ends_with_3_when_the_function_was_not_called_yet() {
        server.on("GET /v1/functions/hello", SERVES)
                .on("GET /v1/invocations?function=hello&limit=1", Answer.json("{\"items\":[]}"));

        var ran = Cli.of(server).run("logs", "-f", "hello");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.stderr()).isEqualTo("hello has no log: it was not called yet\n");
    }

    @Test
    void needs_a_call_or_a_function() {
        for (var words : new String[][] {{"logs"}, {"logs", "i-1", "-f", "hello"}, {"logs", "--revision", "1"}}) {
            var ran = Cli.of(server).run(words);

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.stderr())
                    .isEqualTo("Expected the id of a call, or --function with a name and, if you like, --revision\n");
        }
    }

    private static Answer lastCallAt(String instant) {
        return Answer.json(
                "{\"items\":[{\"id\":\"i-9\",\"state\":\"SUCCEEDED\",\"requestedAt\":\"%s\"}]}".formatted(instant));
    }
}
