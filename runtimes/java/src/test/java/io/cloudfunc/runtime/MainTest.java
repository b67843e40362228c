package io.cloudfunc.runtime;

import static io.cloudfunc.runtime.RuntimeProcess.call;
import static io.cloudfunc.runtime.RuntimeProcess.receive;
import static io.cloudfunc.runtime.RuntimeProcess.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runtime as a process of its own, over its socket. */
class MainTest {

    private static final String LENGTH =
            "public static Object handler(Object event) { return String.valueOf(event).length(); }";

    @TempDir
    Path directory;

    @TempDir
    Path sources;

    private SourceDirectory source;

    @BeforeEach
    void begin() {
        source = new SourceDirectory(sources);
    }

    @Test
    void serves_many_calls_on_connections_that_stay_open() throws IOException {
        source.function(LENGTH);

        try (var runtime = RuntimeProcess.start(source, directory);
                var one = runtime.connect();
                var other = runtime.connect()) {
            for (var size = 0; size < 50; size++) {
                assertThat(call(one, "\"%s\"".formatted("x".repeat(size))).body())
                        .isEqualTo(String.valueOf(size));
                assertThat(call(other, "\"a\"").body()).isEqualTo("1");
            }
            assertThat(call(one, "\"%s\"".formatted("x".repeat(4_000_000))).body())
                    .isEqualTo("4000000");
            assertThat(Files.list(directory).map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lsnr.sock", "stdout", "stderr");
        }
    }

    @Test
    void takes_bodies_in_chunks_and_after_being_asked_to_go_on() throws IOException {
        source.function(LENGTH);

        try (var runtime = RuntimeProcess.start(source, directory);
                var connection = runtime.connect()) {
            send(
                    connection,
                    "POST /call HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n\"a\r\n2\r\nb\"\r\n0\r\nA: b\r\n\r\n");
            assertThat(receive(connection).body()).isEqualTo("2");

            send(connection, "POST /call HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(receive(connection).status()).isEqualTo(100);
            send(connection, "\"a\"");
            assertThat(receive(connection).body()).isEqualTo("1");

            send(connection, "POST /call HTTP/1.0\r\n\r\n");
            assertThat(receive(connection).head()).contains("\r\nConnection: close\r\n");
            assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void refuses_other_requests_and_goes_on() throws IOException {
        source.function(LENGTH);
        var malformed = Map.of(
                "HELLO\r\n\r\n",
                400,
                "POST /call HTTP/2\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nno colon\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
                400,
                "POST /call HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
                400,
                "POST /call HTTP/1.1\r\nA: " + "a".repeat(70_000) + "\r\n\r\n",
                431);

        try (var runtime = RuntimeProcess.start(source, directory)) {
            for (var request : malformed.entrySet()) {
                try (var connection = runtime.connect()) {
                    send(connection, request.getKey());
                    assertThat(receive(connection).status())
                            .as(request.getKey())
                            .isEqualTo(request.getValue());
                }
            }
            try (var connection = runtime.connect()) {
                send(connection, "POST /init HTTP/1.1\r\n\r\nGET /call HTTP/1.1\r\n\r\n");
                assertThat(receive(connection).status()).isEqualTo(404);
                assertThat(receive(connection).status()).isEqualTo(405);
                send(connection, "POST /call HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc");
            }
            assertThat(runtime.call("\"a\"").body()).isEqualTo("1");
        }
    }

    @Test
    void counts_what_each_call_wrote_to_stdout_and_stderr() throws IOException {
        source.function("""
                static { System.out.println("loaded"); }
                public static Object handler(Object event) {
                    if (event.equals("close")) System.out.close();
                    if (event.equals("throw")) throw new IllegalStateException("no");
                    System.out.println(event);
                    System.err.print(event);
                    return null;
                }""");

        try (var runtime = RuntimeProcess.start(source, directory)) {
            assertThat(runtime.call("\"abc\"").logBytes()).isEqualTo(7 + 7);
            assertThat(runtime.call("\"Grü\"").logBytes()).isEqualTo(9);
            assertThat(runtime.call("\"throw\"").logBytes())
                    .isEqualTo(runtime.log("stderr").length() - "abcGrü".length());
            assertThat(runtime.log("stdout")).isEqualTo("loaded\nabc\nGrü\n");
            assertThat(runtime.call("\"close\"").status()).isEqualTo(200);
            assertThat(runtime.call("\"after\"").status()).isEqualTo(200);
        }
    }

    @Test
    void ends_before_it_listens_when_the_source_does_not_load() throws InterruptedException {
        source.function("""
                static {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("bye")));
                    if (true) throw new IllegalStateException("no");
                }""");

        try (var runtime = RuntimeProcess.start(source, directory)) {
            assertThat(runtime.process().waitFor()).isEqualTo(65);
            assertThat(runtime.log("stderr").lines().toList().getLast())
                    .isEqualTo("{\"kind\":\"LOAD_FAILED\",\"message\":"
                            + "\"Function does not load: java.lang.IllegalStateException: no\"}");
            assertThat(directory.resolve("lsnr.sock")).doesNotExist();
        }
    }

    @Test
    void refuses_an_address_that_is_not_a_unix_socket() throws InterruptedException {
        try (var runtime = RuntimeProcess.start(source, directory, "tcp:8080")) {
            assertThat(runtime.process().waitFor()).isEqualTo(64);
            assertThat(runtime.log("stderr")).contains("'tcp:8080'; expected unix:/");
        }
    }

    @Test
    void ends_at_once_when_told_to_even_in_a_call() throws Exception {
        source.function("""
                public static Object handler(Object event) throws Exception {
                    System.out.println("in");
                    Thread.sleep(60_000);
                    return null;
                }""");

        try (var runtime = RuntimeProcess.start(source, directory);
                var connection = runtime.connect()) {
            send(connection, "POST /call HTTP/1.1\r\n\r\n");
            while (runtime.log("stdout").isEmpty()) {
                Thread.onSpinWait();
            }

            runtime.process().destroy();

            assertThat(runtime.process().waitFor()).isEqualTo(143);
        }
    }
}
