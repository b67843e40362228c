package io.cloudfunc.shell.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnusableServerTest {

    @Test
    void ends_with_6_when_nothing_listens_there() throws IOException {
        var url = "http://127.0.0.1:" + freePort();

        for (var words : new String[][] {
            {"functions"},
            {"invoke", "hello", "-d", "1"},
            {"status"},
            {"deploy", "hello", "--image", "a"},
            {"history", "a"}
        }) {
            var ran = Cli.without().variable("CLOUDFUNC_URL", url).run(words);

            assertThat(ran.code()).isEqualTo(6);
            assertThat(ran.stdout()).isEmpty();
            assertThat(ran.stderr())
                    .endsWith(
                            "No CloudFunc server answers at %s; start one with `./cloudfunc up`, or set CLOUDFUNC_URL\n"
                                    .formatted(url));
        }
    }

    @Test
    void ends_with_6_when_something_else_than_an_http_server_answers() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering = Thread.ofVirtual().start(() -> answerOnce(listening, "AMQP\0\0\u0009\u0001"));

            var ran = Cli.without()
                    .variable("CLOUDFUNC_URL", "http://127.0.0.1:" + listening.getLocalPort())
                    .run("functions");

            answering.interrupt();
            assertThat(ran.code()).isEqualTo(6);
            assertThat(ran.stderr())
                    .contains("broke before the answer came")
                    .contains("whether the server acted is unknown")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void ends_with_4_when_the_answer_is_not_json() {
        try (var server = new FakeServer().on("GET /v1/functions", Answer.text("<html>"))) {
            var ran = Cli.of(server).run("functions");

            assertThat(ran.code()).isEqualTo(4);
            assertThat(ran.stderr())
                    .isEqualTo("The answer is not JSON; expected CloudFunc's. Is CLOUDFUNC_URL right?\n");
        }
    }

    @Test
    void names_the_status_where_a_refusal_says_nothing() {
        try (var server = new FakeServer().on("GET /v1/functions", Answer.of(502, "text/html", "<html>"))) {
            var ran = Cli.of(server).run("functions");

            assertThat(ran.code()).isEqualTo(4);
            assertThat(ran.stderr()).isEqualTo("The server answered 502\n");
        }
    }

    @Test
    void gives_up_on_a_server_that_stays_silent() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = new CloudFuncServer(
                        () -> ServerUrl.of("http://127.0.0.1:" + silent.getLocalPort()), Optional::empty)) {
            var request = Request.get("/v1/functions").within(Duration.ofMillis(20));

            assertThatThrownBy(() -> server.exchange(request))
                    .isInstanceOfSatisfying(
                            CommandFailedException.class,
                            failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.TIMED_OUT))
                    .hasMessageEndingWith("did not answer within 20 ms (GET /v1/functions)");
        }
    }

    @Test
    void ends_with_2_for_a_url_that_is_none_and_shows_no_password() {
        assertThat(urlRefused("foo")).isEqualTo(refusal("foo"));
        assertThat(urlRefused("ftp://host")).isEqualTo(refusal("ftp://host"));
        assertThat(urlRefused("http://host:1/?a=b")).isEqualTo(refusal("http://host:1/?a=b"));
        assertThat(urlRefused("http://user:secret@host")).isEqualTo(refusal("http://…@host"));
    }

    private static String refusal(String shown) {
        return "CLOUDFUNC_URL: got '%s', expected an address such as http://127.0.0.1:8080\n".formatted(shown);
    }

    private static String urlRefused(String url) {
        var ran = Cli.without().variable("CLOUDFUNC_URL", url).run("functions");
        assertThat(ran.code()).isEqualTo(2);
        return ran.stderr();
    }

    private static void answerOnce(ServerSocket listening, String answer) {
        try (var connection = listening.accept()) {
            connection.getInputStream().read();
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
