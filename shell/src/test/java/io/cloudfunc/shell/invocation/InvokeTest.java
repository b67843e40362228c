package io.cloudfunc.shell.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeTest {

    private static final String POST = "POST /v1/functions/hello/invocations";
    private static final Answer ACCEPTED =
            Answer.json("{\"id\":\"i-1\"}").status(202).with("CloudFunc-Invocation", "i-1");

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void prints_the_functions_output_and_nothing_else() {
        server.on(POST, Answer.json("{\"message\": \"Hello, Ada!\"}"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "{\"name\":\"Ada\"}");

        assertThat(ran.stdout()).isEqualTo("{\"message\": \"Hello, Ada!\"}");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(server.only().text()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(server.only().header("Content-Type")).isEqualTo("application/json");
        assertThat(server.only().header("Prefer")).isEqualTo("wait=60");
    }

    @Test
    void marks_calls_that_are_one_with_a_key() {
        server.on(POST, Answer.json("1"));

        Cli.of(server).run("invoke", "hello", "-d", "{}", "--idempotency-key", "order-1");

        assertThat(server.only().header("Idempotency-Key")).isEqualTo("order-1");
    }

    @Test
    void ends_with_2_when_the_key_stands_for_another_input() {
        server.on(POST, Answer.problem(422, "key-reused", "Idempotency-Key 'order-1' stands for invocation i-1"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "{}", "--idempotency-key", "order-1");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("Idempotency-Key 'order-1' stands for invocation i-1\n");
    }

    @Test
    void ends_the_output_with_a_line_on_a_terminal_only() {
        server.on(POST, Answer.json("1"));

        assertThat(Cli.of(server).terminal(80).run("invoke", "hello", "-d", "").stdout())
                .isEqualTo("1\n");
    }

    @Test
    void passes_bytes_through_as_they_are() {
        var bytes = new byte[] {0, (byte) 0xff, 10, (byte) 0xc3};
        server.on(POST, Answer.bytes(bytes));

        assertThat(Cli.of(server).run("invoke", "hello", "-d", "").bytes()).isEqualTo(bytes);
    }

    @Test
    void reads_the_input_from_a_file() throws IOException {
        server.on(POST, Answer.json("1"));
        var file = Files.write(directory.resolve("event"), new byte[] {(byte) 0xff, 0, 7});

        Cli.of(server).run("invoke", "hello", "-d", "@" + file, "--content-type", "image/png");

        assertThat(server.only().body()).isEqualTo(new byte[] {(byte) 0xff, 0, 7});
        assertThat(server.only().header("Content-Type")).isEqualTo("image/png");
    }

    @Test
    void reads_the_input_that_is_piped_in() {
        server.on(POST, Answer.json("1"));

        Cli.of(server).stdin("{\"name\":\"Größe\"}").run("invoke", "hello");

        assertThat(server.only().text()).isEqualTo("{\"name\":\"Größe\"}");
    }

    @Test
    void prefers_the_given_input_to_the_piped_one() {
        server.on(POST, Answer.json("1"));

        Cli.of(server).stdin("piped").run("invoke", "hello", "--data", "given");

        assertThat(server.only().text()).isEqualTo("given");
    }

    @Test
    void sends_no_input_where_a_person_sits_at_the_terminal() {
        server.on(POST, Answer.json("1"));

        Cli.of(server).run("invoke", "hello");

        assertThat(server.only().body()).isEmpty();
    }

    @Test
    void does_not_hang_on_a_stdin_that_never_ends() throws IOException {
        var open = new PipedInputStream(new PipedOutputStream());

        var ran = Cli.of(server).stdin(open).run("invoke", "hello", "--wait", "20ms");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("""
                Reading the input from stdin; -d gives it, -d '' gives none
                stdin did not end within 20 ms; expected the input there, or -d
                """);
    }

    @Test
    void refuses_a_file_that_cannot_be_read() {
        var ran = Cli.of(server).run("invoke", "hello", "-d", "@/no/such/file");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr())
                .isEqualTo("--data: got '@/no/such/file', expected @ and the name of a file that can be read\n");
    }

    @Test
    void prints_the_id_of_a_call_that_it_does_not_wait_for() {
        server.on(POST, ACCEPTED);

        var ran = Cli.of(server).run("invoke", "hello", "--async", "-d", "1");

        assertThat(ran.stdout()).isEqualTo("i-1\n");
        assertThat(ran.code()).isZero();
        assertThat(server.only().header("Prefer")).isEmpty();
    }

    @Test
    void asks_for_the_end_of_a_call_that_outlives_its_answer() {
        server.on(POST, ACCEPTED)
                .on(
                        "GET /v1/invocations/i-1?wait=60",
                        Answer.json("{\"state\":\"RUNNING\"}"),
                        Answer.json("{\"state\":\"SUCCEEDED\"}"))
                .on("GET /v1/invocations/i-1/output", Answer.text("late"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1", "--wait", "10m");

        assertThat(ran.stdout()).isEqualTo("late");
        assertThat(ran.code()).isZero();
    }

    @Test
    void names_the_parts_that_are_down_when_a_wait_passes() {
        server.on(POST, ACCEPTED)
                .on("GET /v1/invocations/i-1?wait=1", Answer.json("{\"state\":\"WAITING\"}"))
                .on("GET /v1/invocations/i-1", Answer.json("{\"state\":\"WAITING\"}"))
                .on("GET /readyz", Answer.of(503, "application/json", """
                                {"status":"DOWN","components":{"db":{"status":"UP"},"engine":{"status":"DOWN"}}}"""));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1", "--wait", "1s");

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.stderr()).endsWith("Not ready: engine is DOWN; expected UP\n");
    }

    @Test
    void asks_the_server_to_hold_back_an_answer_no_longer_than_the_wait_that_is_left() {
        server.on(POST, ACCEPTED)
                .on("GET /v1/invocations/i-1?wait=2", Answer.json("{\"state\":\"RUNNING\"}"))
                .on("GET /v1/invocations/i-1?wait=1", Answer.json("{\"state\":\"RUNNING\"}"))
                .on("GET /v1/invocations/i-1", Answer.json("{\"state\":\"RUNNING\"}"));
        var cli = Cli.of(server);

        var ran = cli.run("invoke", "hello", "-d", "1", "--wait", "2s");

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.stderr()).isEqualTo("i-1 has not ended after 2 s; look again with: invocation i-1\n");
        assertThat(cli.time().passed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void ends_with_1_when_the_function_failed_and_names_the_call_for_its_log() {
        server.on(
                POST,
                Answer.problem(502, "function-failed", "ValueError: bad", "kind", "HANDLER_RAISED")
                        .with("CloudFunc-Invocation", "i-1"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("""
                hello failed: HANDLER_RAISED: ValueError: bad
                Its log: logs i-1
                """);
    }

    @Test
    void says_the_same_of_a_failure_that_it_had_to_ask_for() {
        server.on(POST, ACCEPTED).on("GET /v1/invocations/i-1?wait=60", Answer.json("""
                {"function":"hello","state":"FAILED","failure":{"kind":"HANDLER_RAISED","message":"ValueError: bad"}}"""));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stderr()).isEqualTo("""
                hello failed: HANDLER_RAISED: ValueError: bad
                Its log: logs i-1
                """);
    }

    @Test
    void ends_with_5_when_the_function_timed_out() {
        server.on(
                POST,
                Answer.problem(504, "function-timed-out", "longer than PT2S", "kind", "TIMED_OUT")
                        .with("CloudFunc-Invocation", "i-1"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1");

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.stderr()).startsWith("hello failed: TIMED_OUT: longer than PT2S\n");
    }

    @Test
    void ends_with_1_when_the_function_was_removed_before_the_call_ran() {
        server.on(
                POST,
                Answer.problem(410, "function-removed", "hello was removed", "kind", "FUNCTION_REMOVED")
                        .with("CloudFunc-Invocation", "i-1"));

        assertThat(Cli.of(server).run("invoke", "hello", "-d", "1").code()).isEqualTo(1);
    }

    @Test
    void ends_with_3_for_an_unknown_function() {
        server.on(POST, Answer.problem(404, "unknown-function", "There is no function 'hello'"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.stderr()).isEqualTo("There is no function 'hello'\n");
    }

    @Test
    void ends_with_2_when_the_input_is_too_large() {
        server.on(POST, Answer.problem(413, "payload-too-large", "The body has 2 bytes; expected at most 1"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "12");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("The body has 2 bytes; expected at most 1\n");
    }

    @Test
    void ends_with_4_when_no_revision_is_ready() {
        server.on(POST, Answer.problem(409, "no-ready-revision", "hello has no ready revision"));

        assertThat(Cli.of(server).run("invoke", "hello", "-d", "1").code()).isEqualTo(4);
    }

    @Test
    void says_when_to_try_again_where_the_server_is_too_busy() {
        server.on(
                POST, Answer.problem(503, "unavailable", "The database is away").with("Retry-After", "5"));

        var ran = Cli.of(server).run("invoke", "hello", "-d", "1");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.stderr()).isEqualTo("The database is away\ntry again in 5 s\n");
    }
}
