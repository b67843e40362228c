package io.cloudfunc.shell.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final String SAME = """
            {"origin":{"id":"a","revision":1,"state":"SUCCEEDED","ran":"PT0.010S"},\
            "replay":{"id":"b","revision":1,"state":"SUCCEEDED","ran":"PT0.020S"},"same":true,"output":[],"log":[]}""";

    private static final String DIFFERENT = """
            {"origin":{"id":"a","revision":1,"state":"SUCCEEDED","ran":"PT0.010S"},\
            "replay":{"id":"b","revision":7,"state":"SUCCEEDED","ran":"PT0.020S"},"same":false,\
            "output":[{"at":"/message","before":"\\"Hello\\"","after":"\\"Hi\\""}],"log":[]}""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void of_one_call_that_did_the_same_opens_the_gate() {
        server.on("POST /v1/invocations/a:replay", accepted("b"));
        server.on("GET /v1/invocations/b?wait=*", ended("b"));
        server.on("GET /v1/invocations/b/comparison", Answer.json(SAME));

        var ran = Cli.of(server).run("replay", "a");

        assertThat(ran.stdout()).isEqualTo("""
                replayed       1
                same           1
                different      0
                refused        0
                median before  10 ms
                median after   20 ms
                gate           open
                """);
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void of_the_last_calls_of_a_function_shows_each_difference_and_closes_the_gate() {
        server.on("GET /v1/invocations?function=f&limit=100", Answer.json("""
                {"items":[{"id":"r","origin":"a","phases":{}},{"id":"a","origin":null,"phases":{}},{"id":"w","origin":null,"phases":null},\
                {"id":"e","origin":null,"phases":{}},{"id":"x","origin":null,"phases":{}}],"next":null}"""));
        server.on("POST /v1/invocations/a:replay?revision=7", accepted("b"));
        server.on("POST /v1/invocations/e:replay?revision=7", Answer.problem(404, "nothing-stored", "it was erased"));
        server.on("GET /v1/invocations/b?wait=*", ended("b"));
        server.on("GET /v1/invocations/b/comparison", Answer.json(DIFFERENT));

        var ran = Cli.of(server).run("replay", "--function", "f", "--last", "2", "--revision", "7");

        assertThat(ran.stdout())
                .contains("different      1\n", "gate           closed\n")
                .contains("a     /message  \"Hello\"  \"Hi\"\n")
                .contains("e        it was erased\n");
        assertThat(ran.stderr()).isEqualTo("The gate is closed: not every call did the same\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void of_one_erased_call_is_refused() {
        server.on("POST /v1/invocations/a:replay", Answer.problem(404, "nothing-stored", "it was erased"));

        var ran = Cli.of(server).run("replay", "a");

        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("it was erased\n");
        assertThat(ran.code()).isNotZero();
    }

    @Test
    void needs_a_call_or_a_function() {
        assertThat(Cli.without().run("replay").stderr()).isEqualTo("replay needs the id of a call, or --function\n");
        assertThat(Cli.without().run("replay", "a", "--function", "f").code()).isEqualTo(2);
    }

    private static Answer accepted(String id) {
        return Answer.of(202, "application/json", "{\"id\":\"%s\",\"state\":\"WAITING\"}".formatted(id));
    }

    private static Answer ended(String id) {
        return Answer.json("{\"id\":\"%s\",\"state\":\"SUCCEEDED\"}".formatted(id));
    }
}
