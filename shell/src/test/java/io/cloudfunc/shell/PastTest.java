package io.cloudfunc.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --at}: an instant, the time of the place where the shell runs, or how long ago. */
class PastTest {

    private static final Answer NONE = Answer.json("{\"items\":[],\"next\":null}");

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:00:05Z", "2026-01-02 08:30:05", "2026-01-02T08:30:05", "4m", "240s"})
    void asks_for_what_was_then(String at) {
        server.on("GET /v1/containers?at=2026-01-02T03%3A00%3A05Z", NONE);

        var ran = Cli.of(server).run("containers", "--at", at);

        assertThat(ran.code()).isZero();
        assertThat(ran.stderr()).isEqualTo("No container ran or stayed warm\n");
    }

    @Test
    void asks_so_for_functions_and_calls_too() {
        server.on("GET /v1/functions?at=2026-01-02T03%3A00%3A05Z", NONE)
                .on("GET /v1/invocations?limit=20&at=2026-01-02T03%3A00%3A05Z", NONE)
                .on("GET /v1/functions/hello?at=2026-01-02T03%3A00%3A05Z", Answer.json("{\"name\":\"hello\"}"))
                .on("GET /v1/invocations/i-1?at=2026-01-02T03%3A00%3A05Z", Answer.json("{\"id\":\"i-1\"}"));

        assertThat(Cli.of(server).run("functions", "--at", "4m").code()).isZero();
        assertThat(Cli.of(server).run("invocations", "--at", "4m").code()).isZero();
        assertThat(Cli.of(server).run("describe", "hello", "--at", "4m").stdout())
                .contains("hello");
        assertThat(Cli.of(server).run("invocation", "i-1", "--at", "4m").stdout())
                .contains("i-1");
    }

    @Test
    void counts_the_rest_of_a_containers_warm_time_from_then() {
        server.on("GET /v1/containers?at=2026-01-02T03%3A00%3A05Z", Answer.json("""
                {"items":[{"id":"c-1","state":"WARM","expiresAt":"2026-01-02T03:00:35Z"}],"next":null}"""));

        assertThat(Cli.of(server).run("containers", "--at", "4m").stdout()).contains("30 s");
    }

    @Test
    void says_what_an_instant_looks_like() {
        var ran = Cli.of(server).run("containers", "--at", "yesterday");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).contains("yesterday").contains("2026-01-31T12:00:00Z");
    }
}
