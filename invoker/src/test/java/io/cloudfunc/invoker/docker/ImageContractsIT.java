package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Call;
import io.cloudfunc.invoker.engine.ContainerEngineContract;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Images of plain programs that know nothing of us, with the contracts {@code http} and {@code stdio}. */
class ImageContractsIT extends RealEngine {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** Answers each POST with what {@code answer} does. */
    private static final String SERVER = """
            import http.server, os, sys, time

            class Answers(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    answer(self, body)

                def give(self, body, status=200, kind="text/plain"):
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def answer(self, body):
                %s

            http.server.HTTPServer(("", int(os.environ["PORT"])), Answers).serve_forever()
            """;

    @Test
    void stdio_runs_the_images_command_with_the_input_on_stdin_and_the_output_from_stdout() throws IOException {
        try (var sandbox =
                ready(stdio("import sys; print(sys.stdin.read().upper(), end=''); print('said', file=sys.stderr)"))) {
            var first = answer(sandbox, "Ada");
            var second = answer(sandbox, "Grace");

            assertThat(text(first)).isEqualTo("ADA");
            assertThat(text(second)).isEqualTo("GRACE");
            assertThat(first.log()).asString(UTF_8).isEqualTo("said\n");
            assertThat(second.log()).asString(UTF_8).isEqualTo("said\n");
        }
    }

    @Test
    void stdio_passes_on_as_many_bytes_as_there_may_be() throws IOException {
        var large = "x".repeat(ContainerEngineContract.OUTPUT_LIMIT);
        try (var sandbox =
                ready(stdio("import shutil, sys; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"))) {
            assertThat(text(answer(sandbox, large))).isEqualTo(large);
            assertThat(text(answer(sandbox, ""))).isEmpty();
        }
    }

    @Test
    void stdio_need_not_read_its_input() throws IOException {
        try (var sandbox = ready(stdio("print('done', end='')"))) {
            assertThat(text(answer(sandbox, "x".repeat(1 << 20)))).isEqualTo("done");
            assertThat(text(answer(sandbox, "again"))).isEqualTo("done");
        }
    }

    @Test
    void stdio_fails_with_the_exit_code_and_can_be_called_again() throws IOException {
        try (var sandbox = ready(stdio("import sys; print('why', file=sys.stderr); sys.exit(int(sys.stdin.read()))"))) {
            var failed = fault(call(sandbox, "3", LONG));

            assertThat(failed.kind()).isEqualTo(FailureKind.EXITED);
            assertThat(failed.message()).isEqualTo("The function's process ended with exit code 3");
            assertThat(failed.log()).asString(UTF_8).isEqualTo("why\n");
            assertThat(failed.reusable()).isTrue();
            assertThat(text(answer(sandbox, "0"))).isEmpty();
        }
    }

    @Test
    void stdio_fails_with_the_signal_that_ended_it() throws IOException {
        try (var sandbox = ready(stdio("import os; os.abort()"))) {
            assertThat(fault(call(sandbox, "", LONG)).message())
                    .isEqualTo("The function's process was ended by signal 6");
        }
    }

    @Test
    void stdio_leaves_no_process_of_one_call_to_the_next() throws IOException {
        var program = """
                import os, sys, time
                if os.fork() == 0:
                    time.sleep(3600)
                print(sum(name.isdigit() for name in os.listdir("/proc")), end="")
                """;
        try (var sandbox = ready(stdio(program))) {
            var first = text(answer(sandbox, ""));

            assertThat(text(answer(sandbox, ""))).isEqualTo(first).isEqualTo("3");
        }
    }

    @Test
    void stdio_is_really_stopped_when_it_runs_too_long() throws IOException {
        try (var sandbox = ready(stdio("import time; time.sleep(3600)"))) {
            assertStopped(sandbox, call(sandbox, "", SHORT), FailureKind.TIMED_OUT);
        }
    }

    @Test
    void stdio_is_stopped_when_its_output_is_too_large() throws IOException {
        try (var sandbox = ready(stdio("while True: print('x' * 1000)"))) {
            assertStopped(sandbox, call(sandbox, "", LONG), FailureKind.OUTPUT_TOO_LARGE);
        }
    }

    @Test
    void stdio_that_uses_more_than_its_memory_is_told_as_such() throws IOException {
        try (var sandbox = ready(stdio("x = bytearray(1 << 30); print(len(x))"))) {
            assertStopped(sandbox, call(sandbox, "", LONG), FailureKind.OUT_OF_MEMORY);
        }
    }

    @Test
    void stdio_whose_command_is_not_there_does_not_start() throws IOException {
        var image = images.with("ENTRYPOINT [\"no-such-command\"]");

        assertThatThrownBy(() -> ready(spec(image, Contract.STDIO)))
                .isInstanceOfSatisfying(EngineException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.EXITED);
                    assertThat(failure.log()).asString(UTF_8).contains("no-such-command");
                });
    }

    @Test
    void http_gets_each_call_as_a_post_with_body_and_content_type_both_ways() throws IOException {
        var program =
                "self.give((self.path + ' ' + self.headers['Content-Type'] + ' ').encode() + body, 201, 'text/x-echo')";
        try (var sandbox = ready(http(program))) {
            var first = output(call(sandbox, "{}", LONG));
            var second = output(call(sandbox, "[]", LONG));

            assertThat(text(first)).isEqualTo("/ application/json {}");
            assertThat(first.contentType()).isEqualTo("text/x-echo");
            assertThat(text(second)).isEqualTo("/ application/json []");
        }
    }

    @Test
    void http_passes_on_as_many_bytes_as_there_may_be() throws IOException {
        var large = "x".repeat(ContainerEngineContract.OUTPUT_LIMIT);
        try (var sandbox = ready(http("self.give(body)"))) {
            assertThat(text(answer(sandbox, large))).isEqualTo(large);
            assertThat(text(answer(sandbox, ""))).isEmpty();
        }
    }

    @Test
    void http_may_answer_in_chunks_or_until_it_closes() throws IOException {
        var chunks =
                "self.wfile.write(b'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nab\\r\\n1\\r\\nc\\r\\n0\\r\\n\\r\\n')";
        var untilEnd = "self.wfile.write(b'HTTP/1.0 200 OK\\r\\n\\r\\nabc'); self.close_connection = True";
        try (var chunked = ready(http(chunks));
                var closed = ready(http(untilEnd))) {
            assertThat(text(answer(chunked, ""))).isEqualTo("abc");
            assertThat(text(answer(closed, ""))).isEqualTo("abc");
        }
    }

    @Test
    void http_may_answer_before_it_has_read_the_input() throws IOException {
        var program = SERVER.replace("body = self.rfile.read(int(self.headers[\"Content-Length\"]))", "body = b''");
        try (var sandbox =
                ready(image(program.formatted("self.give(b'early'); self.close_connection = True"), Contract.HTTP))) {
            assertThat(text(answer(sandbox, "x".repeat(1 << 20)))).isEqualTo("early");
            assertThat(text(answer(sandbox, "x".repeat(1 << 20)))).isEqualTo("early");
        }
    }

    @Test
    void http_fails_with_its_status_unless_it_is_2xx_and_can_be_called_again() throws IOException {
        try (var sandbox = ready(http("self.give(b'no luck', int(body))"))) {
            var failed = fault(call(sandbox, "503", LONG));

            assertThat(failed.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
            assertThat(failed.message()).isEqualTo("The function answered with status 503: no luck");
            assertThat(failed.reusable()).isTrue();
            assertThat(fault(call(sandbox, "302", LONG)).message()).contains("status 302");
            assertThat(text(answer(sandbox, "200"))).isEqualTo("no luck");
        }
    }

    @Test
    void http_that_exits_during_a_call_is_told_with_its_exit_code() throws IOException {
        try (var sandbox = ready(http("print('leaving', flush=True); os._exit(7)"))) {
            var failed = fault(call(sandbox, "", LONG));

            assertThat(failed.kind()).isEqualTo(FailureKind.EXITED);
            assertThat(failed.message()).contains("exit code 7");
            assertThat(failed.log()).asString(UTF_8).contains("leaving");
            assertThat(failed.reusable()).isFalse();
        }
    }

    @Test
    void http_that_dies_before_the_end_of_an_answer_without_a_length_did_not_answer() throws IOException {
        try (var sandbox = ready(http("self.wfile.write(b'HTTP/1.0 200 OK\\r\\n\\r\\nabc'); os._exit(7)"))) {
            var failed = fault(call(sandbox, "", LONG));

            assertThat(failed.kind()).isEqualTo(FailureKind.EXITED);
            assertThat(failed.message()).contains("exit code 7");
        }
    }

    @Test
    void http_is_stopped_when_it_speaks_something_else() throws IOException {
        try (var sandbox = ready(http("self.wfile.write(b'220 ready for mail\\r\\n\\r\\n')"))) {
            assertStopped(sandbox, call(sandbox, "", LONG), FailureKind.PROTOCOL_BROKEN);
        }
    }

    @Test
    void http_is_really_stopped_when_it_runs_too_long() throws IOException {
        try (var sandbox = ready(http("time.sleep(3600)"))) {
            assertStopped(sandbox, call(sandbox, "", SHORT), FailureKind.TIMED_OUT);
        }
    }

    @Test
    void http_is_stopped_when_its_output_is_too_large() throws IOException {
        try (var sandbox = ready(http("self.give(b'x' * (1 << 20))"))) {
            assertStopped(sandbox, call(sandbox, "", LONG), FailureKind.OUTPUT_TOO_LARGE);
        }
    }

    @Test
    void http_that_uses_more_than_its_memory_is_told_as_such() throws IOException {
        try (var sandbox = ready(http("x = bytearray(1 << 30); self.give(b'')"))) {
            assertStopped(sandbox, call(sandbox, "", LONG), FailureKind.OUT_OF_MEMORY);
        }
    }

    @Test
    void http_that_exits_before_it_listens_does_not_start() throws IOException {
        assertThatThrownBy(() -> ready(image("print('no'); raise SystemExit(9)", Contract.HTTP)))
                .isInstanceOfSatisfying(EngineException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.EXITED);
                    assertThat(failure).hasMessageContaining("exit code 9");
                    assertThat(failure.log()).asString(UTF_8).contains("no");
                });
    }

    @Test
    void a_label_of_the_image_tells_its_contract_unless_the_deployer_does() throws IOException {
        var labelled = images.with("LABEL io.cloudfunc.contract=stdio\nENTRYPOINT [\"cat\"]");
        var mislabelled = images.with("LABEL io.cloudfunc.contract=telepathy");

        try (var sandbox = ready(spec(labelled, null))) {
            assertThat(text(answer(sandbox, "Ada"))).isEqualTo("Ada");
        }
        assertThatThrownBy(() -> engine.create(spec(mislabelled, null)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("telepathy");
    }

    @Test
    void an_image_is_isolated_like_all_functions_and_sees_the_relay_read_only() throws IOException {
        var program = "import os; print(os.access('/cloudfunc-relay', os.W_OK), os.listdir('/sys/class/net'), end='')";
        try (var sandbox = ready(stdio(program))) {
            var host = inspect(sandbox.id()).getHostConfig();

            assertThat(host.getNetworkMode()).isEqualTo("none");
            assertThat(host.getReadonlyRootfs()).isTrue();
            assertThat(text(answer(sandbox, ""))).isEqualTo("False ['lo']");
        }
    }

    @Test
    void only_a_function_that_was_deployed_with_egress_joins_the_engines_network() throws IOException {
        var usual = Settings.DEFAULT;
        var egress = new Settings(
                usual.memoryMiB(),
                usual.cpus(),
                usual.pids(),
                usual.tmpMiB(),
                usual.timeout(),
                usual.warmFor(),
                usual.concurrency(),
                usual.maxContainers(),
                Network.EGRESS,
                Map.of(),
                Map.of());
        var image = images.with("ENTRYPOINT [\"cat\"]");

        try (var closed = engine.create(spec(image, Contract.STDIO));
                var open = engine.create(new SandboxSpec(
                        TestEngine.spec("guest", directory).function(), 1, 1, image, Contract.STDIO, null, egress))) {
            assertThat(inspect(closed.id()).getHostConfig().getNetworkMode()).isEqualTo("none");
            assertThat(inspect(open.id()).getHostConfig().getNetworkMode()).isEqualTo("bridge");
        }
    }

    private SandboxSpec stdio(String program) throws IOException {
        return image(program, Contract.STDIO);
    }

    private SandboxSpec http(String answer) throws IOException {
        return image(SERVER.formatted(answer), Contract.HTTP);
    }

    private SandboxSpec image(String program, Contract contract) throws IOException {
        return spec(images.withProgram(program), contract);
    }

    private static SandboxSpec spec(ImageReference image, @Nullable Contract contract) {
        var usual = TestEngine.spec("guest", java.nio.file.Path.of("unused"));
        return new SandboxSpec(usual.function(), 1, 1, image, contract, null, Settings.DEFAULT);
    }

    private static Answer call(Sandbox sandbox, String body, Duration timeout) {
        var id = new InvocationId(UUID.randomUUID());
        return sandbox.call(new Call(id, "application/json", body.getBytes(UTF_8), timeout, null));
    }

    private static Answer.Output answer(Sandbox sandbox, String body) {
        return output(call(sandbox, body, LONG));
    }

    private static Answer.Output output(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Output.class);
        return (Answer.Output) answer;
    }

    private static Answer.Fault fault(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Fault.class);
        return (Answer.Fault) answer;
    }

    private static String text(Answer.Output output) {
        return new String(output.body(), UTF_8);
    }

    private void assertStopped(Sandbox sandbox, Answer answer, FailureKind kind) {
        assertThat(fault(answer).kind()).isEqualTo(kind);
        assertThat(answer.reusable()).isFalse();
        assertThat(inspect(sandbox.id()).getState().getRunning()).isFalse();
    }
}
