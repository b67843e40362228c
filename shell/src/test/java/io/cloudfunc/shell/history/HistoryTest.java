package io.cloudfunc.shell.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final String CALL = "01a20ca6-d547-7474-bb3d-a33f1e2366a1";
    private static final String CONTAINER = "55a0f0cfdebf0f3bd899f16cebba2d0ad12c2685559966884ba9e5ae62b39778";
    private static final String ABBREVIATED = CONTAINER.substring(0, 12);
    private static final Answer ABSENT = Answer.problem(404, "nothing-stored", "Nothing is stored here");
    private static final String EVENTS = """
            {"items":[{"position":16,"sequence":0,"type":"InvocationRequested","at":"2026-01-02T03:04:05.900Z",\
            "data":{"invocation":"i-1","revision":1,"payload":{"size":2,\
            "hash":"sha256:388c347a5e8fc2b2c933d9094f8e433b064e5557e3cc1f703d66922d556f095c"},\
            "requestedAt":"2026-01-02T03:04:05.899Z","traceparent":null}},\
            {"position":117,"sequence":1,"type":"AttemptStarted","at":"2026-01-02T03:04:06Z",\
            "data":{"invocation":"i-1","attempt":1,"execution":{"container":"%s","lease":5,"routedAt":"x"}}},\
            {"position":118,"sequence":2,"type":"InvocationSucceeded","at":"2026-01-02T03:04:07Z",\
            "data":{"invocation":"i-1","attempt":1,"execution":{"container":"%s","lease":5},\
            "phases":{"call":"PT0.0029S"}}}]}""".formatted(CONTAINER, CONTAINER);

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shows_of_each_event_what_those_before_it_did_not_say() {
        server.on("GET /v1/invocations/" + CALL + "/events", Answer.json(EVENTS));

        var ran = Cli.of(server).run("history", CALL);

        assertThat(ran.stdout()).isEqualTo("""
                POSITION  AT                       EVENT                DATA
                      16  2026-01-02 08:34:05.900  InvocationRequested  invocation=i-1 revision=1 payload.size=2 payload.hash=388c347a5e8f
                     117  2026-01-02 08:34:06.000  AttemptStarted       attempt=1 execution.container=55a0f0cfdebf execution.lease=5
                     118  2026-01-02 08:34:07.000  InvocationSucceeded  phases.call=2.9ms
                """);
        assertThat(ran.code()).isZero();
    }

    @Test
    void tells_a_calls_story_before_its_events_and_marks_what_is_inferred() {
        server.on("GET /v1/invocations/" + CALL + "/events", Answer.json("""
                {"items":[{"position":16,"sequence":0,"type":"InvocationRequested","at":"2026-01-02T03:04:05.900Z",
                "data":{"revision":1}}],"story":[
                {"kind":"ACCEPTED","at":"2026-01-02T03:04:05.900Z","took":"PT0S","attempt":null,"inferred":false,
                "detail":"revision 1 of hello"},
                {"kind":"LOST","at":"2026-01-02T03:04:06.150Z","took":"PT0.25S","attempt":1,"inferred":true,
                "detail":"no outcome of it was told"}],"total":"PT0.25S"}"""));

        assertThat(Cli.of(server).run("history", CALL).stdout()).isEqualTo("""
                Took  250 ms

                STEP      ATTEMPT    TOOK  AT                       WHICH
                ACCEPTED             0 ms  2026-01-02 08:34:05.900  revision 1 of hello
                LOST            1  250 ms  2026-01-02 08:34:06.150  (inferred) no outcome of it was told

                POSITION  AT                       EVENT                DATA
                      16  2026-01-02 08:34:05.900  InvocationRequested  revision=1
                """);
    }

    @Test
    void cuts_the_data_where_the_terminal_is_narrow() {
        server.on("GET /v1/invocations/" + CALL + "/events", Answer.json(EVENTS));

        var lines = Cli.of(server).terminal(80).run("history", CALL).stdout().lines();

        assertThat(lines)
                .element(1)
                .isEqualTo("      16  2026-01-02 08:34:05.900  InvocationRequested  invocation=i-1 revision…");
    }

    @Test
    void prints_the_servers_own_json_with_all_of_the_data() {
        server.on("GET /v1/functions/hello/events", Answer.json(EVENTS));

        assertThat(Cli.of(server).run("history", "hello", "-o", "json").stdout())
                .isEqualTo(EVENTS + "\n");
    }

    @Test
    void shows_of_variables_only_the_names() {
        server.on("GET /v1/functions/hello/events", Answer.json("""
                {"items":[{"position":1,"type":"FunctionDeployed","at":"2026-01-02T03:04:05Z",
                "data":{"settings":{"memoryMiB":128,"environment":{"TOKEN":"secret","LANG":"C"},"labels":{}}}}]}"""));

        assertThat(Cli.of(server).run("history", "hello").stdout()).isEqualTo("""
                POSITION  AT                       EVENT             DATA
                       1  2026-01-02 08:34:05.000  FunctionDeployed  settings.memoryMiB=128 settings.environment=TOKEN,LANG
                """);
    }

    @Test
    void shows_whose_key_caused_an_event() {
        server.on("GET /v1/functions/hello/events", Answer.json("""
                {"items":[{"position":1,"type":"FunctionRemoved","at":"2026-01-02T03:04:05Z","caller":"cf_0123456789ab",
                "data":{"life":1}}]}"""));

        assertThat(Cli.of(server).run("history", "hello").stdout()).contains("by=cf_0123456789ab life=1");
    }

    @Test
    void finds_the_container_of_an_abbreviated_id() {
        server.on("GET /v1/containers", Answer.json("{\"items\":[{\"id\":\"%s\"}]}".formatted(CONTAINER)))
                .on("GET /v1/containers/" + CONTAINER + "/events", Answer.json("{\"items\":[]}"));

        var ran = Cli.of(server).run("history", ABBREVIATED, "-o", "json");

        assertThat(ran.stdout()).isEqualTo("{\"items\":[]}\n");
    }

    @Test
    void prefers_a_function_to_a_container_where_a_word_could_be_both() {
        server.on("GET /v1/functions/decade/events", Answer.json("{\"items\":[]}"))
                .on("GET /v1/functions/cafecafecafe/events", Answer.json("{\"items\":[]}"))
                .on("GET /v1/containers", Answer.json("{\"items\":[]}"));

        assertThat(Cli.of(server).run("history", "decade").code()).isZero();
        assertThat(Cli.of(server).run("history", "cafecafecafe").code()).isZero();
    }

    @Test
    void ends_with_3_when_nothing_has_that_name() {
        server.on("GET /v1/functions/nosuch/events", ABSENT);

        var ran = Cli.of(server).run("history", "nosuch");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr())
                .isEqualTo("Nothing is stored about 'nosuch'; expected the name of a function, or the id of a call or"
                        + " container\n");
    }

    @Test
    void does_not_take_a_refusal_for_absence() {
        server.on("GET /v1/functions/hello/events", Answer.problem(503, "unavailable", "The database is away"));

        var ran = Cli.of(server).run("history", "hello");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.stderr()).isEqualTo("The database is away\n");
    }
}
