package io.cloudfunc.shell.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectionsTest {

    private static final String RUNNING = """
            {"items":[{"name":"functions","position":1000,"behind":2,"lag":"PT0.02S","rebuild":{"state":"RUNNING",\
            "share":0.5,"events":500,"eventsPerSecond":20000,"problem":null}}],"next":null}""";
    private static final String DONE = """
            {"items":[{"name":"functions","position":1002,"behind":0,"lag":"PT0S","rebuild":{"state":"DONE",\
            "share":1,"events":1002,"eventsPerSecond":20001,"problem":null}}],"next":null}""";
    private static final String FAILED = """
            {"name":"functions","position":1002,"behind":0,"lag":"PT0S","rebuild":{"state":"FAILED",\
            "share":0.2,"events":200,"eventsPerSecond":9,"problem":"It begins with its end"}}""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void lists_how_far_each_view_is_and_was_made_anew() {
        server.on("GET /v1/projections", Answer.json(RUNNING));

        assertThat(Cli.of(server).run("projections").stdout()).isEqualTo("""
                PROJECTION  POSITION  BEHIND    LAG  REBUILD  DONE  EVENTS  PER SECOND  PROBLEM
                functions       1000       2  20 ms  RUNNING  50 %     500       20000
                """);
    }

    @Test
    void asks_for_a_rebuild_and_waits_for_its_end() {
        server.on("POST /v1/projections:rebuild", Answer.json(RUNNING))
                .on("GET /v1/projections", Answer.json(RUNNING), Answer.json(RUNNING), Answer.json(DONE));

        var ran = Cli.of(server).run("rebuild");

        assertThat(ran.stdout()).contains("DONE").contains("100 %").contains("20001");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(server.lines()).hasSize(4);
    }

    @Test
    void draws_the_progress_on_a_terminal() {
        server.on("POST /v1/projections:rebuild", Answer.json(RUNNING))
                .on("GET /v1/projections", Answer.json(RUNNING), Answer.json(DONE));

        assertThat(Cli.of(server).terminal(100).run("rebuild").stderr())
                .contains("\r[███████████████···············] 50 %  500 events  20000/s")
                .endsWith("\r[██████████████████████████████] 100 %  1002 events  20001/s  \n");
    }

    @Test
    void ends_with_1_and_says_why_when_a_rebuild_failed() {
        server.on("POST /v1/projections/functions:rebuild", Answer.json(FAILED))
                .on("GET /v1/projections/functions", Answer.json(FAILED));

        var ran = Cli.of(server).run("rebuild", "functions");

        assertThat(ran.code()).isOne();
        assertThat(ran.stderr()).contains("It begins with its end");
    }

    @Test
    void shows_that_a_view_is_what_the_events_make() {
        server.on("POST /v1/projections:check", Answer.json("""
                {"items":[{"projection":"functions","position":1002,"events":1002,"rows":7,"missing":0,"extra":0,
                "different":0,"findings":[],"equal":true}],"next":null}"""));

        var ran = Cli.of(server).run("check");

        assertThat(ran.stdout()).isEqualTo("""
                PROJECTION  EQUAL  POSITION  EVENTS  ROWS  MISSING  EXTRA  DIFFERENT  FIRST
                functions   yes        1002    1002     7        0      0          0
                """);
        assertThat(ran.code()).isZero();
    }

    @Test
    void ends_with_1_where_a_view_is_not_what_the_events_make() {
        server.on("POST /v1/projections/functions:check", Answer.json("""
                {"projection":"functions","position":1002,"events":1002,"rows":7,"missing":1,"extra":0,
                "different":0,"findings":[{"sort":"MISSING","key":"hello"}],"equal":false}"""));

        var ran = Cli.of(server).run("check", "functions");

        assertThat(ran.stdout()).contains("no").contains("missing: hello");
        assertThat(ran.stderr()).contains("rebuild");
        assertThat(ran.code()).isOne();
    }
}
