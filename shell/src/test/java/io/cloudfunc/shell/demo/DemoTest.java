package io.cloudfunc.shell.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import io.cloudfunc.shell.rest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private static final String STOPPED = """
            {"items":[{"type":"ContainerStarted","data":{}},
            {"type":"ContainerStopped","data":{"reason":"WARM_EXPIRED","stoppedAt":"%s"}}]}""";
    private static final Answer WARM = Answer.json("""
            {"items":[{"id":"c-1","state":"WARM","lease":2,"expiresAt":"2026-01-02T03:04:09Z"}]}""");
    private static final Answer NONE = Answer.json("{\"items\":[]}");

    private final FakeServer server = new FakeServer();

    @TempDir
    Path example;

    @BeforeEach
    void answerAsPromised() throws IOException {
        Files.writeString(example.resolve("function.py"), "");
        server.on("PUT /v1/functions/demo-*", Answer.json("{\"function\":\"d\",\"revision\":1,\"state\":\"READY\"}"))
                .on(
                        "POST /v1/functions/demo-*/invocations",
                        Answer.json("{\"message\":\"Hello, Ada!\"}").with("CloudFunc-Invocation", "i-1"),
                        Answer.json("{\"message\":\"Again\"}").with("CloudFunc-Invocation", "i-2"))
                .on("GET /v1/invocations/i-1?wait=60", call("i-1", "COLD", "c-1", "2026-01-02T03:04:01Z"))
                .on("GET /v1/invocations/i-2?wait=60", call("i-2", "WARM", "c-1", "2026-01-02T03:04:02.250Z"))
                .on("GET /v1/containers?function=demo-*", WARM, WARM, NONE)
                .on("GET /v1/containers/c-1/events", Answer.json(STOPPED.formatted("2026-01-02T03:04:07.500Z")))
                .on("GET /v1/invocations/i-1/events", types("InvocationRequested", "InvocationSucceeded"))
                .on("GET /v1/functions/demo-*/events", types("FunctionDeployed", "FunctionRemoved"))
                .on("DELETE /v1/functions/demo-*", Answer.nothing());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void prints_one_json_object_of_what_it_found_and_nothing_else() {
        var ran = Cli.of(server).run("demo", "--json", "--example", example.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.stdout()).endsWith("}\n").containsOnlyOnce("\n");
        var found = Json.read(ran.bytes());
        assertThat(found.propertyNames())
                .containsExactly(
                        "deployed",
                        "cold_ms",
                        "warm_ms",
                        "same_container",
                        "expired_after_ms",
                        "events",
                        "function_events",
                        "output");
        assertThat(found.path("deployed").asString("")).matches("demo-[0-9a-f]{8}");
        assertThat(found.path("cold_ms").isNumber()).isTrue();
        assertThat(found.path("warm_ms").isNumber()).isTrue();
        assertThat(found.path("same_container").isBoolean()).isTrue();
        assertThat(found.path("same_container").asBoolean(false)).isTrue();
        assertThat(found.path("events")).hasToString("[\"InvocationRequested\",\"InvocationSucceeded\"]");
        assertThat(found.path("function_events")).hasToString("[\"FunctionDeployed\",\"FunctionRemoved\"]");
        assertThat(found.path("output")).hasToString("{\"message\":\"Hello, Ada!\"}");
    }

    @Test
    void measures_the_expiry_from_the_end_of_the_last_call() {
        var ran = Cli.of(server).run("demo", "--json", "--example", example.toString());

        assertThat(Json.read(ran.bytes()).path("expired_after_ms").asInt(0)).isEqualTo(5_250);
    }

    @Test
    void tells_a_person_each_step() {
        var ran = Cli.of(server).run("demo", "--example", example.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.stdout()
                        .lines()
                        .filter(line -> line.matches("[0-9]\\. .*"))
                        .map(line -> line.substring(0, 9)))
                .containsExactly("1. Deploy", "2. Call i", "3. Call i", "4. Wait: ", "5. What i", "6. Remove");
        assertThat(ran.stdout())
                .contains("The same container as before; nothing had to start.")
                .contains("WARM after 2 uses, expires in 4 s")
                .contains("Gone, 5250 ms after the end of its last call (WARM_EXPIRED).");
    }

    @Test
    void complains_of_another_container_but_prints_what_it_found() {
        server.on("GET /v1/invocations/i-1?wait=60", call("i-1", "COLD", "c-0", "2026-01-02T03:04:01Z"));

        var ran = Cli.of(server).run("demo", "--json", "--example", example.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(Json.read(ran.bytes()).path("same_container").asBoolean(true))
                .isFalse();
        assertThat(ran.stderr())
                .isEqualTo("Not as promised: the second call did not use the container of the first; expected the same,"
                        + " still warm\n");
    }

    @Test
    void complains_of_a_container_that_left_too_early() {
        server.on("GET /v1/containers/c-1/events", Answer.json(STOPPED.formatted("2026-01-02T03:04:07.249Z")));

        var ran = Cli.of(server).run("demo", "--json", "--example", example.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stderr()).contains("removed 4999 ms after its last call; expected 5000 to 6500");
    }

    @Test
    void complains_of_a_container_that_left_too_late() {
        server.on("GET /v1/containers/c-1/events", Answer.json(STOPPED.formatted("2026-01-02T03:04:08.751Z")));

        var ran = Cli.of(server).run("demo", "--json", "--example", example.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stderr()).contains("removed 6501 ms after its last call; expected 5000 to 6500");
    }

    @Test
    void gives_up_on_a_container_that_stays_and_removes_the_function() {
        server.on("GET /v1/containers?function=demo-*", WARM);

        var ran = Cli.of(server).run("demo", "--json", "--example", example.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr())
                .isEqualTo("The container c-1 still exists after 30 s; expected it gone 5 s after its last call\n");
        assertThat(server.lines()).last().asString().startsWith("DELETE /v1/functions/demo-");
    }

    private static Answer call(String id, String start, String container, String endedAt) {
        return Answer.json("""
                {"id":"%s","state":"SUCCEEDED","start":"%s","container":"%s","endedAt":"%s","phases":{}}""".formatted(id, start, container, endedAt));
    }

    private static Answer types(String... types) {
        var items = new StringBuilder();
        for (var type : types) {
            items.append(items.isEmpty() ? "" : ",").append("{\"type\":\"%s\",\"data\":{}}".formatted(type));
        }
        return Answer.json("{\"items\":[%s]}".formatted(items));
    }
}
