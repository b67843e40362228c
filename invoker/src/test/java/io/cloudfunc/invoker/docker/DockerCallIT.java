package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How real processes start, answer, fail and end. */
class DockerCallIT extends RealEngine {

    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void takes_an_answer_in_chunks_from_an_image_that_counts_no_log() {
        var source = sources.listening("""
                def answer(connection):
                    print("heard", flush=True)
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n4\\r\\ntrue\\r\\n0\\r\\n\\r\\n")

                serve(listen(), answer)
                """);
        try (var sandbox = ready(source)) {
            var answer = output(sandbox);

            assertThat(answer.body()).asString(UTF_8).isEqualTo("true");
            assertThat(answer.contentType()).isEqualTo("application/octet-stream");
            assertThat(answer.log()).asString(UTF_8).isEqualTo("heard\n");
        }
    }

    @Test
    void waits_for_a_log_that_was_announced() {
        var source = sources.listening("""
                def answer(connection):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\nCloudFunc-Log-Bytes: 5\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
                    time.sleep(0.3)
                    print("late", flush=True)

                serve(listen(), answer)
                """);
        try (var sandbox = ready(source)) {
            assertThat(output(sandbox).log()).asString(UTF_8).isEqualTo("late\n");
        }
    }

    @Test
    void connects_again_when_the_function_closes_each_connection() {
        var source = sources.listening("""
                def answer(connection):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
                    connection.close()

                serve(listen(), answer)
                """);
        try (var sandbox = ready(source)) {
            assertThat(result(sandbox)).isEqualTo("true");
            assertThat(result(sandbox)).isEqualTo("true");
        }
    }

    @Test
    void takes_nothing_for_an_answer_that_came_before_its_call() {
        var source = sources.listening("""
                calls = 0

                def answer(connection):
                    global calls
                    calls += 1
                    one = b"HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n"
                    connection.sendall(one + str(calls).encode() + one + b"x")

                serve(listen(), answer)
                """);
        try (var sandbox = ready(source)) {
            assertThat(result(sandbox)).isEqualTo("1");
            assertThat(result(sandbox)).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "504 Gateway Timeout, TIMED_OUT, 504",
        "404 Not Found, PROTOCOL_BROKEN, 404",
        "201 Created, PROTOCOL_BROKEN, 201"
    })
    void retires_the_container_on_other_answers(String status, FailureKind kind, String told) {
        try (var sandbox = ready(sources.answering("HTTP/1.1 " + status + "\\r\\nContent-Length: 0\\r\\n\\r\\n"))) {
            var answer = fault(sandbox);

            assertThat(answer.kind()).isEqualTo(kind);
            assertThat(answer.message()).contains(told);
            assertThat(answer.reusable()).isFalse();
            assertThat(isRunning(sandbox)).isFalse();
        }
    }

    @Test
    void keeps_the_container_when_another_image_says_that_its_function_failed() {
        try (var sandbox = ready(sources.answering("HTTP/1.1 502 x\\r\\nContent-Length: 6\\r\\n\\r\\nbroken"))) {
            var answer = fault(sandbox);

            assertThat(answer.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
            assertThat(answer.message()).isEqualTo("broken");
            assertThat(answer.reusable()).isTrue();
        }
    }

    @Test
    void stops_an_answer_that_drips() {
        var source = sources.listening("""
                def answer(connection):
                    for byte in b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\ntrue" * 100:
                        connection.sendall(bytes([byte]))
                        time.sleep(0.05)

                serve(listen(), answer)
                """);
        try (var sandbox = ready(source)) {
            var answer = fault(sandbox, SHORT);

            assertThat(answer.kind()).isEqualTo(FailureKind.TIMED_OUT);
            assertThat(answer.took()).isBetween(SHORT, LONG);
        }
    }

    @Test
    void stops_a_function_that_never_takes_its_input() {
        var source = sources.listening("listening = listen()\ntime.sleep(3600)\n");
        try (var sandbox = ready(source)) {
            var answer = (Answer.Fault) sandbox.call(call("\"" + "x".repeat(1 << 20) + "\"", SHORT));

            assertThat(answer.kind()).isEqualTo(FailureKind.TIMED_OUT);
            assertThat(answer.took()).isBetween(SHORT, LONG);
            assertThat(isRunning(sandbox)).isFalse();
        }
    }

    @Test
    void stops_a_function_that_hangs_up() {
        try (var sandbox = ready(sources.listening("serve(listen(), lambda connection: connection.close())\n"))) {
            var answer = fault(sandbox);

            assertThat(answer.kind()).isEqualTo(FailureKind.PROTOCOL_BROKEN);
            assertThat(answer.message()).contains("closed the connection");
            assertThat(isRunning(sandbox)).isFalse();
        }
    }

    @Test
    void knows_when_memory_ran_out() {
        try (var sandbox = ready(sources.handler("print('eating'); return len(bytearray(1 << 30))"))) {
            var answer = fault(sandbox);

            assertThat(answer.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
            assertThat(answer.log()).asString(UTF_8).isEqualTo("eating\n");
            assertThat(answer.reusable()).isFalse();
        }
    }

    @Test
    void keeps_the_end_of_a_flood() {
        try (var sandbox = ready(sources.handler("[print('line', n) for n in range(20_000)]"))) {
            var log = new String(output(sandbox).log(), UTF_8);

            assertThat(log).hasSize(TestEngine.LOG_LIMIT).endsWith("line 19999\n");
        }
    }

    @Test
    void mixes_the_logs_of_two_containers_never() {
        try (var one = ready(sources.handler("print('one')"));
                var other = ready(sources.handler("print('other')"))) {
            for (var call = 0; call < 20; call++) {
                assertThat(output(one).log()).asString(UTF_8).isEqualTo("one\n");
                assertThat(output(other).log()).asString(UTF_8).isEqualTo("other\n");
            }
        }
    }

    @Test
    void says_how_a_process_ended_before_it_listened() {
        var failure = startFailure(sources.source("print('starting')\nimport os\nos._exit(7)\n"));

        assertThat(failure.kind()).isEqualTo(FailureKind.EXITED);
        assertThat(failure).hasMessageContaining("exit code 7");
        assertThat(failure.log()).asString(UTF_8).isEqualTo("starting\n");
    }

    @Test
    void says_that_memory_ran_out_before_it_listened() {
        var failure = startFailure(sources.source("x = bytearray(1 << 30)\n"));

        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
    }

    @Test
    void names_a_command_that_its_image_lacks() throws IOException {
        var image = images.with("ENTRYPOINT [\"/no/such/command\"]");
        try (var sandbox = engine.create(specOf(image, directory, Settings.DEFAULT))) {
            assertThatThrownBy(sandbox::start).isInstanceOfSatisfying(EngineException.class, failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
                assertThat(failure).hasMessageContaining("/no/such/command");
            });
        }
    }

    @Test
    void names_a_source_that_is_not_there() {
        var spec = TestEngine.spec("guest", directory.resolve("nowhere"));

        assertThatThrownBy(() -> engine.create(spec))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void does_not_wait_for_ever_for_an_image_that_no_registry_gives() {
        var image = new ImageReference("registry.invalid/nobody/nothing:1");

        assertThatThrownBy(() -> engine.identify(image)).isInstanceOfSatisfying(EngineException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_MISSING);
            assertThat(failure).hasMessageContaining("registry.invalid/nobody/nothing:1");
        });
    }

    private EngineException startFailure(Path source) {
        var spec = TestEngine.spec("guest", source);
        try (var sandbox = engine.create(spec)) {
            sandbox.start();
            return catchThrowableOfType(EngineException.class, () -> sandbox.awaitReady(LONG));
        }
    }

    private boolean isRunning(Sandbox sandbox) {
        return inspect(sandbox.id()).getState().getRunning();
    }
}
