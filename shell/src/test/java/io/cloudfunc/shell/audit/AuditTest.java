package io.cloudfunc.shell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final String CLEAN = """
            {"position":9,"accepted":3,"terminal":2,"open":1,"overdue":0,"contradictory":0,"attempts":3,\
            "duplicateExecutions":0,"unexplained":0,"containers":1,"live":0,"orphans":0,"findings":[],"clean":true}""";

    private static final String AMISS = """
            {"position":9,"accepted":3,"terminal":2,"open":0,"overdue":1,"contradictory":0,"attempts":2,\
            "duplicateExecutions":0,"unexplained":0,"containers":1,"live":0,"orphans":0,\
            "findings":[{"sort":"OVERDUE","id":"019a"}],"clean":false}""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shows_the_counts_and_ends_with_0_when_all_is_explained() {
        server.on("GET /v1/audit/reconcile", Answer.json(CLEAN));

        var ran = Cli.of(server).run("audit", "reconcile");

        assertThat(ran.stdout()).startsWith("accepted             3\nterminal             2\nopen                 1\n");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void names_what_is_amiss_and_ends_with_1() {
        server.on("GET /v1/audit/reconcile", Answer.json(AMISS));

        var ran = Cli.of(server).run("audit", "reconcile");

        assertThat(ran.stdout()).endsWith("FINDING  ID\nOVERDUE  019a\n");
        assertThat(ran.stderr())
                .isEqualTo("Something is amiss; expected 0 overdue, contradictory, unexplained and orphans\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void prints_the_answer_of_the_server_as_json() {
        server.on("GET /v1/audit/reconcile", Answer.json(AMISS));

        var ran = Cli.of(server).run("audit", "reconcile", "-o", "json");

        assertThat(ran.stdout()).isEqualTo(AMISS + "\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void says_which_deeds_there_are() {
        var ran = Cli.without().run("audit", "everything");

        assertThat(ran.stderr())
                .isEqualTo("deed: got 'everything', expected reconcile, verify, checkpoint, export or import\n");
        assertThat(ran.code()).isEqualTo(2);
    }
}
