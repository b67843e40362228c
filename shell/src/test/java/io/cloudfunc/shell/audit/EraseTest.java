package io.cloudfunc.shell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EraseTest {

    private static final String ID = "019ac3f0-0000-7000-8000-000000000001";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void erases_a_call_by_its_id() {
        server.on("POST /v1/invocations/*", Answer.json("{\"payloads\":3,\"unfinished\":0}"));

        var ran = Cli.of(server).run("erase", ID);

        assertThat(server.only().line()).isEqualTo("POST /v1/invocations/" + ID + ":erase");
        assertThat(ran.stdout()).isEqualTo("3 inputs, outputs and logs are erased\n");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void erases_a_functions_calls_and_has_the_tables_written_anew() {
        server.on("POST /v1/functions/hello:erase", Answer.json("{\"payloads\":30,\"unfinished\":2}"));
        server.on("POST /v1/erasures:rewrite", Answer.nothing());

        var ran = Cli.of(server).run("erase", "hello", "--rewrite");

        assertThat(ran.stdout())
                .isEqualTo("30 inputs, outputs and logs are erased\nThe tables of keys were written anew\n");
        assertThat(ran.stderr()).isEqualTo("2 calls have not ended, and were left alone\n");
    }

    @Test
    void erases_a_callers_calls() {
        server.on("POST /v1/callers/*", Answer.json("{\"payloads\":1,\"unfinished\":0}"));

        Cli.of(server).run("erase", ID, "--caller");

        assertThat(server.only().line()).isEqualTo("POST /v1/callers/" + ID + ":erase");
    }
}
