package io.cloudfunc.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell without words, its commands piped in. */
class LinesOfInputTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void run_one_after_the_other_without_blank_lines_and_comments() {
        server.on("POST /v1/functions/hello/invocations", Answer.text("out\n"))
                .on("DELETE /v1/functions/hello", Answer.nothing());

        var ran = Cli.of(server)
                .stdin("# a story\n\ninvoke hello -d '{\"name\": \"Ada B\"}'\nremove hello")
                .run();

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()).isEqualTo("out\n");
        assertThat(server.lines())
                .containsExactly("POST /v1/functions/hello/invocations", "DELETE /v1/functions/hello");
        assertThat(server.received().getFirst().text()).isEqualTo("{\"name\": \"Ada B\"}");
    }

    @Test
    void end_with_the_first_that_fails() {
        var ran = Cli.of(server).stdin("nosuch\nremove hello\n").run();

        assertThat(ran.code()).isEqualTo(2);
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void end_with_a_quote_that_is_not_closed() {
        var ran = Cli.of(server).stdin("remove 'hello\n").run();

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("A quote is not closed: 'hello\n");
    }

    @Test
    void are_not_the_input_of_a_call_among_them() {
        server.on("POST /v1/functions/hello/invocations", Answer.text("1"));

        Cli.of(server).stdin("invoke hello\n").run();

        assertThat(server.only().body()).isEmpty();
    }

    @Test
    void may_be_none() {
        var ran = Cli.of(server).stdin("").run();

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()).isEmpty();
    }
}
