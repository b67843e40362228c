package io.cloudfunc.shell.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest {

    private static final String CANCEL = "POST /v1/invocations/i-1:cancel";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void cancels_a_call_and_says_so() {
        server.on(CANCEL, Answer.json("{\"id\":\"i-1\",\"state\":\"CANCELLED\"}"));

        var ran = Cli.of(server).run("cancel", "i-1");

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()).isEqualTo("i-1 is cancelled\n");
    }

    @Test
    void ends_with_4_when_the_call_has_ended() {
        server.on(CANCEL, Answer.problem(409, "already-ended", "Invocation i-1 has ended: got SUCCEEDED"));

        var ran = Cli.of(server).run("cancel", "i-1");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.stderr()).isEqualTo("Invocation i-1 has ended: got SUCCEEDED\n");
    }
}
