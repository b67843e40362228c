package io.cloudfunc.shell.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionChangesTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void removes_a_function_and_says_so_on_stderr() {
        server.on("DELETE /v1/functions/hello", Answer.nothing());

        var ran = Cli.of(server).run("remove", "hello");

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("hello is removed; its history stays: history hello\n");
    }

    @Test
    void ends_with_3_when_the_function_to_remove_is_unknown() {
        server.on(
                "DELETE /v1/functions/hello", Answer.problem(404, "unknown-function", "There is no function 'hello'"));

        var ran = Cli.of(server).run("remove", "hello");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.stderr()).isEqualTo("There is no function 'hello'\n");
    }

    @Test
    void rolls_a_function_back_to_a_revision() {
        server.on("POST /v1/functions/hello:rollback", Answer.nothing());

        var ran = Cli.of(server).run("rollback", "hello", "3");

        assertThat(ran.code()).isZero();
        assertThat(server.only().text()).isEqualTo("{\"revision\":3}");
        assertThat(ran.stderr()).isEqualTo("Revision 3 of hello serves now\n");
    }

    @Test
    void refuses_a_revision_that_is_no_number() {
        var ran = Cli.of(server).run("rollback", "hello", "first");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("<revision>: got 'first', expected a whole number\n");
        assertThat(server.lines()).isEmpty();
    }
}
