package io.cloudfunc.shell.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationQueriesTest {

    private static final String LIST = """
            {"items":[{"id":"01a20ca6-b96b-777a-8ad4-afb5cc3f782b","function":"hello","state":"SUCCEEDED","start":"WARM",\
            "requestedAt":"2026-01-02T03:04:05Z","endedAt":"2026-01-02T03:04:05.0294Z","revision":12,"failure":null},\
            {"id":"01a20ca6-b3a3-77da-82a4-a18814281a07","function":"slow","state":"FAILED","start":"COLD",\
            "requestedAt":"2026-01-02T03:04:05Z","endedAt":"2026-01-02T03:06:10Z","revision":1,\
            "failure":{"kind":"TIMED_OUT","message":"m"}},\
            {"id":"01a20ca6-acaf-71c0-b7fb-e280933481cc","function":"hello","state":"WAITING","start":null,\
            "requestedAt":"2026-01-02T03:04:05Z","endedAt":null,"revision":1}],"next":null}""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void lists_calls_as_a_table() {
        server.on("GET /v1/invocations?limit=20", Answer.json(LIST));

        var ran = Cli.of(server).run("invocations");

        assertThat(ran.stdout()).isEqualTo("""
                ID                                    FUNCTION  STATE      START       TOOK  FAILURE    REQUESTED            REVISION
                01a20ca6-b96b-777a-8ad4-afb5cc3f782b  hello     SUCCEEDED  WARM       29 ms             2026-01-02 08:34:05        12
                01a20ca6-b3a3-77da-82a4-a18814281a07  slow      FAILED     COLD   2 min 5 s  TIMED_OUT  2026-01-02 08:34:05         1
                01a20ca6-acaf-71c0-b7fb-e280933481cc  hello     WAITING                                 2026-01-02 08:34:05         1
                """);
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void leaves_out_the_last_columns_where_the_terminal_is_narrow() {
        server.on("GET /v1/invocations?limit=20", Answer.json(LIST));

        var lines = Cli.of(server).terminal(80).run("invocations").stdout().lines();

        assertThat(lines)
                .first()
                .isEqualTo("ID                                    FUNCTION  STATE      START       TOOK");
    }

    @Test
    void asks_for_the_calls_of_one_function_in_one_state() {
        server.on("GET /v1/invocations?function=hello&state=FAILED&limit=5", Answer.json("{\"items\":[]}"));

        var ran = Cli.of(server).run("invocations", "-f", "hello", "--state", "FAILED", "-n5");

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("There are no such calls\n");
    }

    @Test
    void prints_the_servers_own_json() {
        server.on("GET /v1/invocations?limit=20", Answer.json(LIST));

        assertThat(Cli.of(server).run("invocations", "-o", "json").stdout()).isEqualTo(LIST + "\n");
    }

    @Test
    void indents_json_on_a_terminal() {
        server.on("GET /v1/invocations/i-1", Answer.json("{\"id\":\"i-1\",\"log\":null}"));

        var ran = Cli.of(server).terminal(80).run("invocation", "i-1", "-o", "json");

        assertThat(ran.stdout()).isEqualTo("{\n  \"id\" : \"i-1\",\n  \"log\" : null\n}\n");
    }

    @Test
    void shows_one_call_in_full() {
        server.on("GET /v1/invocations/i-1", Answer.json("""
                {"id":"i-1","function":"hello","revision":1,"state":"SUCCEEDED","failure":null,"start":"COLD",
                "coldReason":"NO_CONTAINER","container":"55a0","worker":"w-1","attempts":1,"duplicates":0,
                "requestedAt":"2026-01-02T03:04:05.001Z","startedAt":"2026-01-02T03:04:05.5Z",
                "endedAt":"2026-01-02T03:04:05.9994Z","due":"2026-01-02T04:04:05Z",
                "phases":{"create":"PT0.0123S","call":"PT0.00002S"},
                "input":{"contentType":"application/json","size":2},
                "output":{"contentType":"application/json","size":28},"log":null}"""));

        assertThat(Cli.of(server).run("invocation", "i-1").stdout()).isEqualTo("""
                Id         i-1
                Function   hello revision 1
                State      SUCCEEDED
                Start      COLD: NO_CONTAINER
                Container  55a0
                Worker     w-1
                Attempts   1
                Requested  2026-01-02 08:34:05.001
                Started    2026-01-02 08:34:05.500
                Ended      2026-01-02 08:34:05.999
                Took       998 ms
                Phases     create 12 ms, call 0 ms
                Input      application/json, 2 bytes
                Output     application/json, 28 bytes
                """);
    }

    @Test
    void shows_when_a_waiting_call_is_due_and_how_a_failed_one_failed() {
        server.on("GET /v1/invocations/i-1", Answer.json("""
                        {"id":"i-1","function":"a","revision":1,"state":"WAITING","due":"2026-01-02T04:04:05Z"}""")).on("GET /v1/invocations/i-2", Answer.json("""
                        {"id":"i-2","function":"a","revision":1,"state":"FAILED","attempts":2,"duplicates":1,
                        "failure":{"kind":"EXITED","message":"exit\\n1"}}"""));

        assertThat(Cli.of(server).run("invocation", "i-1").stdout()).isEqualTo("""
                Id        i-1
                Function  a revision 1
                State     WAITING
                Due       2026-01-02 09:34:05
                """);
        assertThat(Cli.of(server).run("invocation", "i-2").stdout()).isEqualTo("""
                Id          i-2
                Function    a revision 1
                State       FAILED
                Failure     EXITED: exit 1
                Attempts    2
                Duplicates  1
                """);
    }

    @Test
    void colours_states_on_a_terminal() {
        server.on("GET /v1/invocations/i-1", Answer.json("""
                {"id":"i-1","function":"a","revision":1,"state":"FAILED"}"""));

        assertThat(Cli.of(server)
                        .terminal(80)
                        .coloured()
                        .run("invocation", "i-1")
                        .stdout())
                .contains("State     \u001b[31mFAILED\u001b[0m\n");
    }

    @Test
    void waits_for_the_end_of_a_call_whose_output_is_asked_for() {
        server.on("GET /v1/invocations/i-1/output", Answer.text("done"))
                .on(
                        "GET /v1/invocations/i-1?wait=*",
                        Answer.json("{\"id\":\"i-1\",\"state\":\"RUNNING\"}"),
                        Answer.json("{\"id\":\"i-1\",\"state\":\"SUCCEEDED\"}"));

        assertThat(Cli.of(server).run("output", "i-1", "--wait", "30s").stdout())
                .isEqualTo("done");
    }

    @Test
    void prints_the_output_of_a_call_byte_for_byte() {
        var bytes = new byte[] {1, 0, (byte) 0xfe};
        server.on("GET /v1/invocations/i-1/output", Answer.bytes(bytes));

        assertThat(Cli.of(server).run("output", "i-1").bytes()).isEqualTo(bytes);
    }

    @Test
    void ends_with_3_for_an_unknown_call_and_with_2_for_what_is_no_id() {
        server.on("GET /v1/invocations/i-1", Answer.problem(404, "unknown-invocation", "There is no call i-1"))
                .on("GET /v1/invocations/x", Answer.problem(400, "invalid-value", "id: got 'x', expected a UUID"));

        var unknown = Cli.of(server).run("invocation", "i-1");
        var wrong = Cli.of(server).run("invocation", "x");

        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.stderr()).isEqualTo("There is no call i-1\n");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.stderr()).isEqualTo("id: got 'x', expected a UUID\n");
    }
}
