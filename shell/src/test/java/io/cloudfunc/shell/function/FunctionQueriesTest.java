package io.cloudfunc.shell.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionQueriesTest {

    private static final String HELLO = """
            {"name":"hello","life":2,"state":"READY","servingRevision":1,"latestRevision":2,\
            "deployedAt":"2026-01-02T03:04:05.678Z","revisions":[\
            {"revision":1,"state":"READY","code":{"kind":"source","runtime":"python","sha256":"09a40cabddea012e2e0f"},\
            "settings":{"memoryMiB":128,"cpus":1.0,"timeout":"PT30S","warmFor":"PT1M","maxContainers":8,"environment":{}},\
            "deployedAt":"2026-01-02T03:04:05.678Z","failure":null},\
            {"revision":2,"state":"FAILED","code":{"kind":"image","image":"example.com/a:1","contract":"http"},\
            "settings":{"memoryMiB":256,"cpus":0.5,"pids":32,"tmpMiB":4,"timeout":"PT0.5S","warmFor":"PT5M30S",\
            "concurrency":1,"maxContainers":2,"network":"egress","access":"public","secretFiles":{"tls.key":"key"},"labels":{"team":"a"},\
            "environment":{"TOKEN":"secret","LANG":"C"}},\
            "deployedAt":"2026-01-02T23:04:05.678Z","failure":{"reason":"IMAGE_MISSING","message":"no such\\nimage"}}]}""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void lists_functions_as_a_table() {
        server.on("GET /v1/functions", Answer.json("""
                {"items":[{"name":"hello","state":"READY","servingRevision":1,"latestRevision":12,
                "deployedAt":"2026-01-02T03:04:05.678Z"},
                {"name":"b","state":"FAILED","servingRevision":null,"latestRevision":1,"deployedAt":null}],"next":null}"""));

        var ran = Cli.of(server).run("functions");

        assertThat(ran.stdout()).isEqualTo("""
                NAME   STATE   SERVING  LATEST  DEPLOYED
                hello  READY         1      12  2026-01-02 08:34:05
                b      FAILED                1
                """);
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void reads_all_pages_of_the_functions() {
        server.on("GET /v1/functions", Answer.json("{\"items\":[{\"name\":\"a\"}],\"next\":\"x/y\"}"))
                .on("GET /v1/functions?cursor=x%2Fy", Answer.json("{\"items\":[{\"name\":\"b\"}],\"next\":null}"));

        var ran = Cli.of(server).run("functions", "-o", "json");

        assertThat(ran.stdout()).isEqualTo("{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"next\":null}\n");
    }

    @Test
    void says_on_stderr_that_there_are_no_functions_and_how_to_make_one() {
        server.on("GET /v1/functions", Answer.json("{\"items\":[],\"next\":null}"));

        var ran = Cli.of(server).run("functions");

        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("There are no functions; make one with: deploy <name> <directory>\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void prints_the_json_of_no_functions() {
        server.on("GET /v1/functions", Answer.json("{\"items\":[],\"next\":null}"));

        var ran = Cli.of(server).run("functions", "--output=json");

        assertThat(ran.stdout()).isEqualTo("{\"items\":[],\"next\":null}\n");
        assertThat(ran.stderr()).isEmpty();
    }

    @Test
    void describes_a_function_with_the_names_and_not_the_values_of_its_variables() {
        server.on("GET /v1/functions/hello", Answer.json(HELLO));

        var ran = Cli.of(server).run("describe", "hello");

        assertThat(ran.stdout()).isEqualTo("""
                Name      hello
                State     READY
                Serving   revision 1
                Latest    revision 2
                Life      2
                Deployed  2026-01-02 08:34:05
                Settings  warm for 5 min 30 s, timeout 500 ms, 256 MiB, 0.5 CPU, 32 pids, 4 MiB /tmp, at most 2 containers, network egress, public, sees TOKEN LANG, finds in /run/secrets tls.key, team=a

                REVISION  STATE   CODE                    DEPLOYED             FAILURE
                       1  READY   python 09a40cabddea     2026-01-02 08:34:05
                       2  FAILED  example.com/a:1 (http)  2026-01-03 04:34:05  IMAGE_MISSING: no such image
                """);
        assertThat(ran.code()).isZero();
    }

    @Test
    void describes_how_calls_are_delivered() {
        server.on("GET /v1/functions/mail", Answer.json(delivered("""
                        "retry":{"attempts":3,"backoff":"PT2S","maxBackoff":"PT1M","on":["EXITED","TIMED_OUT"]},
                        "maxAge":"PT5M","delivery":"at-least-once\"""")));
        server.on("GET /v1/functions/pay", Answer.json(delivered("""
                        "retry":{"attempts":1,"backoff":"PT2S","maxBackoff":"PT1M","on":[]},
                        "maxAge":null,"delivery":"at-most-once\"""")));

        var mail = Cli.of(server).run("describe", "mail");
        var pay = Cli.of(server).run("describe", "pay");

        assertThat(mail.stdout())
                .contains(
                        "Delivery  at-least-once, at most 3 attempts, 2 s to 60 s apart, also on EXITED TIMED_OUT, begins within 5 min\n");
        assertThat(pay.stdout()).contains("Delivery  at-most-once, 1 attempt\n");
    }

    private static String delivered(String settings) {
        return "{\"latestRevision\":1,\"revisions\":[{\"revision\":1,\"settings\":{%s}}]}".formatted(settings);
    }

    @Test
    void prints_the_servers_own_json_of_a_function() {
        server.on("GET /v1/functions/hello", Answer.json(HELLO));

        var ran = Cli.of(server).run("describe", "hello", "-ojson");

        assertThat(ran.stdout()).isEqualTo(HELLO + "\n");
    }

    @Test
    void ends_with_3_for_an_unknown_function() {
        server.on(
                "GET /v1/functions/nosuch",
                Answer.problem(404, "unknown-function", "There is no function 'nosuch'; expected the name of another"));

        var ran = Cli.of(server).run("describe", "nosuch");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("There is no function 'nosuch'; expected the name of another\n");
    }

    @Test
    void refuses_a_name_that_cannot_be_part_of_a_path_before_it_asks_the_server() {
        var ran = Cli.of(server).run("describe", "../secrets");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr())
                .isEqualTo("function name: got '../secrets', expected letters, digits and inner hyphens\n");
        assertThat(server.lines()).isEmpty();
    }
}
