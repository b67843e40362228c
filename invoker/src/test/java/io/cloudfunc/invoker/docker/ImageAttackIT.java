package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What malicious images try behind the relay, whose user they are. {@link AttackIT} has the same for {@code fn}. */
class ImageAttackIT extends BesideNeighbour {

    private static final Duration SHORT = Duration.ofMillis(500);

    /** Longer than a connection is used again after its last call. */
    private static final Duration RESTED = Duration.ofMillis(1_100);

    /** With code that everyone may write, as far as the image is concerned. */
    private static final String INSTRUCTIONS = """
            RUN mkdir /everybodys && touch /everybodys/code && chmod -R a+rwX /everybodys
            ENTRYPOINT ["python3", "-u", "-c", "import os; exec(os.environ['PROGRAM'])"]
            """;

    /** A program that an attack, as a function {@code attack(write)}, is put into; HEAD comes before its output. */
    private static final Map<Contract, String> PROGRAMS = Map.of(Contract.STDIO, """
            import os, signal, sys, time
            HEAD = b""
            %s
            attack(lambda output: os.write(1, output))
            """, Contract.HTTP, """
            import os, signal, socket, sys, time
            HEAD = b"HTTP/1.1 200 OK\\r\\n\\r\\n"
            %s
            listening = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
            while True:
                connection = listening.accept()[0]
                if connection.recv(65536):
                    attack(connection.sendall)
                connection.close()
            """);

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "STDIO"})
    void reaching_the_network(Contract contract) throws IOException {
        var attack = """
                import socket

                def attack(write):
                    try:
                        socket.socket().connect(("172.17.0.1", 2375))
                    except OSError as error:
                        raise SystemExit(str(error))
                    write(HEAD + b"reached")
                """;

        assertRefused(contract, attack, "Network is unreachable");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "STDIO"})
    void writing_its_own_code(Contract contract) throws IOException {
        var attack = """
                def attempt(path):
                    try:
                        open(path, "a")
                        return "done"
                    except OSError as error:
                        return os.strerror(error.errno)

                def attack(write):
                    results = [attempt(path) for path in ("/everybodys/code", "/everybodys/new", "/cloudfunc-relay")]
                    if "done" not in results:
                        raise SystemExit(results)
                    write(HEAD + str(results).encode())
                """;

        assertRefused(contract, attack, "Read-only file system', 'Read-only file system', '");
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"HTTP", "STDIO"})
    void reaching_the_files_of_another_function(Contract contract) throws IOException {
        var attack = """
                def attack(write):
                    for process in filter(str.isdigit, os.listdir("/proc")):
                        if os.stat("/proc/" + process).st_uid != os.getuid():
                            return write(HEAD + b"sees process")
                    for path in ("%s", "%s"):
                        for root in ("", "/proc/1/root", "/proc/self/root/.."):
                            if os.path.exists(root + path):
                                return write(HEAD + b"sees file")
                    raise SystemExit("nothing to see")
                """.formatted(secret(), socketDirectoryOfNeighbour());

        assertRefused(contract, attack, "nothing to see");
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"HTTP", "STDIO"})
    void forking_without_end(Contract contract) throws IOException {
        var attack = """
                def attack(write):
                    while True:
                        try:
                            os.fork()
                        except OSError:
                            pass
                """;
        try (var attacker = attacker(contract, attack)) {
            var uid = uid(attacker);
            var answer = CompletableFuture.supplyAsync(() -> fault(attacker, Duration.ofSeconds(3)));

            await().until(() -> HostProcesses.of(uid) == PIDS);

            assertStopped(attacker, answer.join(), FailureKind.TIMED_OUT);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "HTTP, 'eaten.append(bytearray(1 << 20)); len(eaten) < 512 or exit()', OUT_OF_MEMORY",
        "STDIO, 'eaten.append(bytearray(1 << 20)); len(eaten) < 512 or exit()', OUT_OF_MEMORY",
        "HTTP, 'print(\"x\" * 1000, file=sys.stderr)', TIMED_OUT",
        "STDIO, 'print(\"x\" * 1000, file=sys.stderr)', TIMED_OUT",
        "HTTP, 'write(b\"x\" * 4096)', OUTPUT_TOO_LARGE",
        "STDIO, 'write(b\"x\" * 4096)', OUTPUT_TOO_LARGE",
        "HTTP, 'write(b\"x\"); time.sleep(0.02)', TIMED_OUT",
        "STDIO, 'write(b\"x\"); time.sleep(0.02)', TIMED_OUT"
    })
    void doing_something_without_end(Contract contract, String something, FailureKind kind) throws IOException {
        var attack = """
                def attack(write):
                    write(HEAD)
                    eaten = []
                    while True:
                        %s
                """.formatted(something);
        try (var attacker = attacker(contract, attack)) {
            var answer = fault(attacker, kind == FailureKind.TIMED_OUT ? Duration.ofSeconds(2) : LONG);

            assertThat(answer.log()).hasSizeLessThanOrEqualTo(TestEngine.LOG_LIMIT);
            assertNothingOnDisk(attacker);
            assertStopped(attacker, answer, kind);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"HTTP", "STDIO"})
    void answering_with_100_megabytes(Contract contract) throws IOException {
        var attack = """
                HEAD = HEAD and b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % (100 << 20)

                def attack(write):
                    write(HEAD)
                    for _ in range(100 << 4):
                        write(b"x" * (1 << 16))
                """;
        try (var attacker = attacker(contract, attack)) {
            assertStopped(attacker, fault(attacker), FailureKind.OUTPUT_TOO_LARGE);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"HTTP", "STDIO"})
    void filling_every_place_it_may_write_to(Contract contract) throws IOException {
        var attack = """
                def fill(directory):
                    size = 0
                    try:
                        with open(directory + "/full", "wb", buffering=0) as file:
                            while size < 64 << 20:
                                size += file.write(b"x" * 4096)
                        return directory + " is not full yet"
                    except OSError as error:
                        return f"{directory} {size >> 10} KiB {os.strerror(error.errno)}"

                def attack(write):
                    places = [path for path, _, _ in os.walk("/") if os.access(path, os.W_OK)
                              and not path.startswith("/proc/")]
                    raise SystemExit("; ".join(map(fill, places)))
                """;

        assertRefused(contract, attack, "/tmp 4096 KiB No space left", "/dev/shm 4096 KiB No space left");
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(
            strings = {"text/html\\rSet-Cookie: a=b", "text/html\\r\\n Set-Cookie: a=b", "text/html\\x85Set-Cookie: a=b"
            })
    void putting_a_header_into_a_header(String contentType) throws IOException {
        var attack = """
                def attack(write):
                    write(b"HTTP/1.1 200 OK\\r\\nContent-Type: %s\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
                """.formatted(contentType);
        try (var attacker = attacker(Contract.HTTP, attack)) {
            assertThat(output(attacker).contentType()).isIn("application/octet-stream", "text/html");
        }
    }

    @Test
    @Tag("long")
    void putting_a_zero_byte_into_a_header() throws IOException {
        var attack = """
                def attack(write):
                    write(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/\\x00html\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
                """;
        try (var attacker = attacker(Contract.HTTP, attack)) {
            assertStopped(attacker, fault(attacker), FailureKind.PROTOCOL_BROKEN);
        }
    }

    /** The connection that is open goes on; the next one would lead to the link. */
    @ParameterizedTest
    @Tag("long")
    @CsvSource({"HTTP, neighbour", "STDIO, neighbour", "HTTP, engine", "STDIO, engine"})
    void putting_a_link_to_a_foreign_socket_in_the_place_of_the_relays(Contract contract, String whose)
            throws IOException {
        var attack = """
                def attack(write):
                    os.symlink("%s", "/tmp/iofs/link")
                    os.rename("/tmp/iofs/link", "/tmp/iofs/lsnr.sock")
                    write(HEAD + b"true")
                """.formatted(foreignSocket(whose));
        try (var attacker = attacker(contract, attack)) {
            assertThat(result(attacker)).isEqualTo("true");

            var answer = await().pollInterval(RESTED)
                    .until(() -> attacker.call(call("null", LONG)), Answer.Fault.class::isInstance);

            assertStopped(attacker, (Answer.Fault) answer, FailureKind.PROTOCOL_BROKEN);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(names = {"HTTP", "STDIO"})
    void ignoring_every_signal_it_can(Contract contract) throws IOException {
        var attack = """
                for one in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                    signal.signal(one, signal.SIG_IGN)

                def attack(write):
                    time.sleep(3600)
                """;
        try (var attacker = attacker(contract, attack)) {
            assertStopped(attacker, fault(attacker, SHORT), FailureKind.TIMED_OUT);
        }
    }

    private Sandbox attacker(Contract contract, String attack) throws IOException {
        var image = images.with(INSTRUCTIONS);
        var program = PROGRAMS.get(contract).formatted(attack);
        var settings = new Settings(
                SETTINGS.memoryMiB(),
                SETTINGS.cpus(),
                SETTINGS.pids(),
                SETTINGS.tmpMiB(),
                SETTINGS.timeout(),
                SETTINGS.warmFor(),
                SETTINGS.concurrency(),
                SETTINGS.maxContainers(),
                SETTINGS.network(),
                Map.of("PROGRAM", program),
                Map.of());
        var function = TestEngine.spec("guest", directory).function();
        return ready(new SandboxSpec(function, 1, 1, image, contract, null, settings));
    }

    /** The program ends with what it was told. */
    private void assertRefused(Contract contract, String attack, String... words) throws IOException {
        try (var attacker = attacker(contract, attack)) {
            var answer = fault(attacker);

            assertThat(answer.kind()).isEqualTo(FailureKind.EXITED);
            assertThat(answer.log()).asString(UTF_8).contains(words);
            assertNothingOnDisk(attacker);
        }
    }
}
