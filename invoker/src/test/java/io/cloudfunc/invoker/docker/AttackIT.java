package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What malicious functions try. Each attempt ends in its failure kind, leaves no process and no byte on a disk behind,
 * and the next call of a neighbour is answered as the one before.
 */
class AttackIT extends BesideNeighbour {

    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void reaching_the_network() throws IOException {
        var source = sources.source("""
                import socket

                def handler(port):
                    targets = [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET, ("172.17.0.1", port)),
                               (socket.AF_INET, ("169.254.169.254", 80)), (socket.AF_INET6, ("2001:db8::1", 80))]
                    refused = []
                    for family, target in targets:
                        try:
                            socket.socket(family).connect(target)
                            return "reached " + target[0]
                        except OSError as error:
                            refused.append(str(error))
                    try:
                        socket.getaddrinfo("example.org", 80)
                        return "resolved"
                    except OSError as error:
                        refused.append(str(error))
                    raise OSError(", ".join(refused))
                """);

        try (var ofThisMachine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(ofThisMachine.getLocalPort());
            assertRefused(source, port, "Connection refused", "Network is unreachable", "name resolution");
        }
    }

    @Test
    void reaching_the_files_of_another_function() {
        var source = sources.source("""
                import os

                def handler(event):
                    seen = []
                    for process in filter(str.isdigit, os.listdir("/proc")):
                        if os.stat("/proc/" + process).st_uid != os.getuid():
                            return "sees process " + process
                    for path in event:
                        for root in ("", "/function/../..", "/proc/1/root", "/proc/self/root/.."):
                            if os.path.exists(root + path):
                                return "sees " + root + path
                    raise PermissionError("nothing to see")
                """);
        var paths = "[\"%s\", \"%s\"]".formatted(secret(), socketDirectoryOfNeighbour());

        assertRefused(source, paths, "nothing to see");
    }

    @Test
    void writing_its_own_code() {
        var source = sources.source("""
                import ctypes, os

                calls = []

                def attempt(deed):
                    try:
                        deed()
                        return "done"
                    except OSError as error:
                        return os.strerror(error.errno)

                def remount():
                    libc = ctypes.CDLL(None, use_errno=True)
                    if libc.mount(None, b"/function", None, 32 | 4096, None) != 0:
                        raise OSError(ctypes.get_errno(), "mount")

                def handler(event):
                    attempts = [
                        lambda: open("/function/function.py", "w"),
                        lambda: open("/function/other.py", "w"),
                        lambda: os.chmod("/function/function.py", 0o777),
                        lambda: os.rename("/function/function.py", "/function/x"),
                        lambda: os.symlink("/tmp/x", "/function/link"),
                        remount,
                    ]
                    results = [attempt(one) for one in attempts]
                    if "done" in results:
                        return results
                    raise OSError(", ".join(results))
                """);

        assertRefused(source, "null", "Read-only file system", "Operation not permitted");
        assertThat(source.toFile().list()).containsExactly("function.py");
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Type: text/plain\\r\\nnot a header\\r\\n', PROTOCOL_BROKEN",
        "'Content-Length: 1\\r\\nContent-Length: 300\\r\\n', PROTOCOL_BROKEN",
        "'Content-Length: -1\\r\\n', PROTOCOL_BROKEN",
        "'Content-Length: 99999999999999999999\\r\\n', PROTOCOL_BROKEN"
    })
    void answering_with_broken_headers(String headers, FailureKind kind) {
        try (var attacker = ready(sources.answering("HTTP/1.1 200 OK\\r\\n" + headers + "\\r\\n"))) {
            assertStopped(attacker, fault(attacker), kind);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html\\rSet-Cookie: a=b",
                "text/html\\x00",
                "text/html\\r\\n Set-Cookie: a=b",
                "text/html\\x85Set-Cookie: a=b"
            })
    void putting_a_header_into_a_header(String contentType) {
        var answer = "HTTP/1.1 200 OK\\r\\nContent-Type: " + contentType + "\\r\\nContent-Length: 4\\r\\n\\r\\ntrue";
        try (var attacker = ready(sources.answering(answer))) {
            assertThat(output(attacker).contentType()).isIn("application/octet-stream", "text/html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"neighbour", "engine"})
    void putting_a_link_to_a_foreign_socket_in_the_place_of_its_own(String whose) {
        var source = sources.listening("os.symlink('%s', address)\ntime.sleep(3600)\n".formatted(foreignSocket(whose)));

        assertNeverReady(source, LONG, "is a link to");
    }

    @Test
    @Tag("long")
    void exchanging_its_socket_for_a_link_after_the_first_call() {
        var source = sources.listening("""
                def answer(connection):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
                    os.symlink("%s", "/tmp/iofs/link")
                    os.rename("/tmp/iofs/link", address)
                    connection.close()

                serve(listen(), answer)
                """.formatted(foreignSocket("neighbour")));
        try (var attacker = ready(source)) {
            assertThat(result(attacker)).isEqualTo("true");

            assertStopped(attacker, fault(attacker), FailureKind.PROTOCOL_BROKEN);
        }
    }

    /** Sooner or later a link is in place between the look at it and the connection. */
    @Test
    @Tag("long")
    void exchanging_its_socket_for_a_link_again_and_again() {
        var source = sources.listening("""
                import threading

                listening = listen("/tmp/iofs/own")

                def exchange():
                    while True:
                        for target in ("own", "%s"):
                            os.symlink(target, "/tmp/iofs/link")
                            os.rename("/tmp/iofs/link", address)

                def answer(connection):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
                    connection.close()

                threading.Thread(target=exchange, daemon=True).start()
                serve(listening, answer)
                """.formatted(foreignSocket("neighbour")));

        for (var attempt = 0; attempt < 20; attempt++) {
            try (var attacker = engine.create(TestEngine.spec("guest", source))) {
                attacker.start();
                assertAnsweredOrRefused(attacker);
            }
        }
    }

    @Test
    @Tag("long")
    void letting_no_connection_in() {
        var source = sources.listening("""
                listening = socket.socket(socket.AF_UNIX)
                listening.bind("/tmp/iofs/own")
                listening.listen(0)
                filling = [socket.socket(socket.AF_UNIX) for _ in range(4)]
                for one in filling:
                    one.setblocking(False)
                    try:
                        one.connect("/tmp/iofs/own")
                    except BlockingIOError:
                        pass
                os.symlink("own", address)
                time.sleep(3600)
                """);

        assertNeverReady(source, Duration.ofSeconds(2), "did not listen within PT2S");
    }

    @Test
    @Tag("long")
    void forking_without_end() {
        var source = sources.source("""
                import os

                def handler(event):
                    while True:
                        try:
                            os.fork()
                        except OSError:
                            pass
                """);
        try (var attacker = ready(TestEngine.spec("guest", source, SETTINGS))) {
            var uid = uid(attacker);
            var answer = CompletableFuture.supplyAsync(() -> fault(attacker, Duration.ofSeconds(3)));

            await().until(() -> HostProcesses.of(uid) == PIDS);

            assertStopped(attacker, answer.join(), FailureKind.TIMED_OUT);
        }
    }

    @Test
    @Tag("long")
    void eating_memory() {
        var source = sources.source("""
                def handler(event):
                    eaten = [bytearray(1 << 20) for _ in range(512)]
                    return len(eaten)
                """);
        try (var attacker = ready(TestEngine.spec("guest", source, SETTINGS))) {
            assertStopped(attacker, fault(attacker), FailureKind.OUT_OF_MEMORY);
        }
    }

    @Test
    @Tag("long")
    void filling_every_place_it_may_write_to() {
        var source = sources.source("""
                import os

                def fill(directory):
                    size = 0
                    try:
                        with open(directory + "/full", "wb", buffering=0) as file:
                            while size < 64 << 20:
                                size += file.write(b"x" * 4096)
                        return directory + " is not full yet"
                    except OSError as error:
                        return f"{directory} {size >> 10} KiB {os.strerror(error.errno)}"

                def handler(event):
                    places = [path for path, _, _ in os.walk("/") if os.access(path, os.W_OK)
                              and not path.startswith("/proc/")]
                    raise OSError("; ".join(map(fill, places)))
                """);
        try (var attacker = ready(TestEngine.spec("guest", source, SETTINGS))) {
            var answer = fault(attacker);

            assertThat(answer.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
            assertThat(answer.message())
                    .contains(
                            "/tmp 4096 KiB No space left on device",
                            "/dev/shm 4096 KiB No space left on device",
                            "/tmp/iofs 64 KiB No space left on device")
                    .doesNotContain("not full yet");
            assertNothingOnDisk(attacker);
        }
    }

    @Test
    @Tag("long")
    void making_files_without_end() {
        var source = sources.source("""
                import os

                def handler(event):
                    n = 0
                    while True:
                        n += 1
                        os.close(os.open(f"/tmp/{n:0200}", os.O_CREAT))
                """);
        try (var attacker = ready(TestEngine.spec("guest", source, SETTINGS))) {
            var answer = fault(attacker, LONG);

            assertStopped(attacker, answer, FailureKind.OUT_OF_MEMORY);
        }
    }

    @Test
    @Tag("long")
    void writing_log_lines_without_end() {
        try (var attacker = ready(sources.handler("while True: print('x' * 1_000)"))) {
            var answer = fault(attacker, Duration.ofSeconds(2));

            assertThat(answer.log()).hasSize(TestEngine.LOG_LIMIT);
            assertNothingOnDisk(attacker);
            assertStopped(attacker, answer, FailureKind.TIMED_OUT);
        }
    }

    @Test
    @Tag("long")
    void answering_with_100_megabytes() {
        var source = sources.listening("""
                def answer(connection):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % (100 << 20))
                    for _ in range(100):
                        connection.sendall(b"x" * (1 << 20))

                serve(listen(), answer)
                """);
        try (var attacker = ready(source)) {
            assertStopped(attacker, fault(attacker), FailureKind.OUTPUT_TOO_LARGE);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "'Transfer-Encoding: chunked\\r\\n\\r\\n', '4\\r\\nmore\\r\\n', OUTPUT_TOO_LARGE",
        "'Transfer-Encoding: chunked\\r\\n\\r\\n', '00000000', PROTOCOL_BROKEN",
        "'Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n', 'Trailer: x\\r\\n', PROTOCOL_BROKEN",
        "'', 'More: headers\\r\\n', PROTOCOL_BROKEN",
        "'More: ', 'and more', PROTOCOL_BROKEN"
    })
    void answering_without_end(String head, String more, FailureKind kind) {
        var source = sources.listening("""
                def answer(connection):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\n%s")
                    while True:
                        connection.sendall(b"%s" * 1000)

                serve(listen(), answer)
                """.formatted(head, more));
        try (var attacker = ready(source)) {
            assertStopped(attacker, fault(attacker), kind);
        }
    }

    @Test
    @Tag("long")
    void announcing_its_answer_without_end() {
        var source = sources.listening("""
                def answer(connection):
                    while True:
                        connection.sendall(b"HTTP/1.1 100 Continue\\r\\n\\r\\n")

                serve(listen(), answer)
                """);
        try (var attacker = ready(source)) {
            assertStopped(attacker, fault(attacker, SHORT), FailureKind.TIMED_OUT);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\\r\\n", "HTTP/1.1 200 OK\\r\\nContent-Length: 1000\\r\\n\\r\\n"})
    void answering_drop_by_drop(String head) {
        var source = sources.listening("""
                def answer(connection):
                    connection.sendall(b"%s")
                    while True:
                        connection.sendall(b"x")
                        time.sleep(0.02)

                serve(listen(), answer)
                """.formatted(head));
        try (var attacker = ready(source)) {
            assertStopped(attacker, fault(attacker, SHORT), FailureKind.TIMED_OUT);
        }
    }

    @Test
    @Tag("long")
    void ignoring_every_signal_it_can() {
        var source = sources.source("""
                import signal, time

                for one in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                    signal.signal(one, signal.SIG_IGN)

                def handler(event):
                    time.sleep(3600)
                """);
        try (var attacker = ready(source)) {
            assertStopped(attacker, fault(attacker, SHORT), FailureKind.TIMED_OUT);
        }
        var idle = ready(source);
        var uid = uid(idle);
        idle.close();
        assertNoProcessOf(uid);
    }

    /** The handler raises what it was told, and the container may be called again. */
    private void assertRefused(Path source, String event, String... words) {
        try (var attacker = ready(TestEngine.spec("guest", source, SETTINGS))) {
            var answer = attacker.call(call(event, LONG));

            assertThat(answer).isInstanceOfSatisfying(Answer.Fault.class, fault -> {
                assertThat(fault.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
                assertThat(fault.message()).contains(words);
                assertThat(fault.reusable()).isTrue();
            });
            assertNothingOnDisk(attacker);
        }
    }

    private void assertNeverReady(Path source, Duration limit, String why) {
        try (var attacker = engine.create(TestEngine.spec("guest", source))) {
            attacker.start();

            var failure = catchThrowableOfType(EngineException.class, () -> attacker.awaitReady(limit));

            assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
            assertThat(failure).hasMessageContaining(why);
            assertNoProcessOf(uid(attacker));
        }
    }

    /** What is answered is the attacker's own; the neighbour hears no call that is not meant for it. */
    private static void assertAnsweredOrRefused(Sandbox attacker) {
        var failure = catchThrowableOfType(EngineException.class, () -> attacker.awaitReady(LONG));
        if (failure != null) {
            assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
            return;
        }
        switch (attacker.call(call("null", LONG))) {
            case Answer.Output output ->
                assertThat(output.body()).asString(UTF_8).isEqualTo("true");
            case Answer.Fault fault -> assertThat(fault.kind()).isEqualTo(FailureKind.PROTOCOL_BROKEN);
        }
    }
}
