package io.cloudfunc.shell.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shows_a_server_that_is_ready() {
        server.on("GET /livez", Answer.json("{\"status\":\"UP\"}"))
                .on("GET /readyz", Answer.json("{\"status\":\"UP\"}"));

        var ran = Cli.of(server).run("status");

        assertThat(ran.stdout()).isEqualTo("Server  %s\nLive    yes\nReady   yes\n".formatted(server.url()));
        assertThat(ran.code()).isZero();
    }

    @Test
    void ends_with_4_when_the_server_is_not_ready() {
        server.on("GET /livez", Answer.json("{\"status\":\"UP\"}"))
                .on("GET /readyz", Answer.json("{\"status\":\"DOWN\"}").status(503));

        var ran = Cli.of(server).run("status", "-o", "json");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.stdout())
                .isEqualTo("{\"url\":\"%s\",\"live\":true,\"ready\":false,\"readiness\":{\"status\":\"DOWN\"}}\n"
                        .formatted(server.url()));
        assertThat(ran.stderr())
                .isEqualTo("The server at %s is not ready; expected 200 at /readyz\n".formatted(server.url()));
    }
}
