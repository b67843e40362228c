package io.cloudfunc.shell.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void are_listed_as_calls() {
        server.on("GET /v1/dead-letters?function=f&limit=20", Answer.json("""
                {"items":[{"id":"a","function":"f","state":"FAILED","failure":{"kind":"WORKER_LOST"},\
                "requestedAt":"2026-01-31T12:00:00Z"}],"next":null}"""));

        var ran = Cli.of(server).run("dead-letters", "--function", "f");

        assertThat(ran.stdout()).contains("a   f").contains("WORKER_LOST");
        assertThat(ran.code()).isZero();
    }

    @Test
    void one_is_redriven_with_its_own_input() {
        server.on("POST /v1/dead-letters/a:redrive", Answer.json("{\"id\":\"b\"}"));

        var ran = Cli.of(server).run("redrive", "a");

        assertThat(ran.stdout()).isEqualTo("b\n");
        assertThat(server.only().body()).isEmpty();
    }

    @Test
    void one_is_redriven_with_another_input() {
        server.on("POST /v1/dead-letters/a:redrive", Answer.json("{\"id\":\"b\"}"));

        var ran = Cli.of(server).run("redrive", "a", "-d", "{\"n\":1}");

        assertThat(ran.stdout()).isEqualTo("b\n");
        assertThat(server.only().body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"n\":1}");
    }

    @Test
    void many_are_redriven_at_a_rate_and_a_refusal_is_told() {
        server.on("POST /v1/dead-letters:redrive?function=f&limit=2&rate=20", Answer.json("""
                {"items":[{"id":"a","as":"b","refused":null},{"id":"c","as":null,"refused":"it was erased"}]}"""));

        var ran = Cli.of(server).run("redrive", "--function", "f", "--limit", "2", "--rate", "20");

        assertThat(ran.stdout()).contains("it was erased");
        assertThat(ran.stderr()).isEqualTo("Not every dead letter was redriven\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void what_to_redrive_must_be_said() {
        assertThat(Cli.of(server).run("redrive").code()).isEqualTo(2);
        assertThat(Cli.of(server).run("redrive", "a", "--function", "f").code()).isEqualTo(2);
        assertThat(Cli.of(server).run("redrive", "--function", "f", "-d", "1").code())
                .isEqualTo(2);
    }
}
