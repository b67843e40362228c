package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.FunctionDeployed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job in one process, on a real PostgreSQL, a real RabbitMQ and a real Docker engine. */
class MainJobIT {

    private static final String HELLO = """
        def handler(event):
            print("greeting", event["name"])
            return {"message": "Hello, " + event["name"] + "!"}
        """;

    private static final String SLOW = """
        import time
        def handler(event):
            time.sleep(event["seconds"])
            return "done"
        """;

    @TempDir
    static Path directory;

    private static Collector collector;
    private static ServerProcess server;
    private static Api api;

    @BeforeAll
    static void start() {
        collector = Collector.listen();
        var environment = RealParts.environment(RealParts.freshInstallation());
        environment.put("CLOUDFUNC_TRACING_ENDPOINT", collector.endpoint());
        environment.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
        server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady();
        api = server.api();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
        collector.close();
    }

    @Test
    void deploys_calls_cold_then_warm_in_the_same_container_and_expires_it() {
        assertThat(api.deploy("hello", HELLO, "{\"warmFor\":\"5s\"}")
                        .get("state")
                        .asString())
                .isEqualTo("READY");

        var cold = api.call("hello", "{\"name\":\"Ada\"}");
        var warm = api.call("hello", "{\"name\":\"Ada\"}");

        assertThat(cold.body()).isEqualTo("{\"message\": \"Hello, Ada!\"}").isEqualTo(warm.body());
        var first = cold.headers().firstValue("CloudFunc-Invocation").orElseThrow();
        var second = warm.headers().firstValue("CloudFunc-Invocation").orElseThrow();
        await().untilAsserted(() ->
                assertThat(api.invocation(second).get("state").asString()).isEqualTo("SUCCEEDED"));
        assertThat(api.invocation(first).get("start").asString()).isEqualTo("COLD");
        assertThat(api.invocation(second).get("start").asString()).isEqualTo("WARM");
        assertThat(api.invocation(second).get("container"))
                .isEqualTo(api.invocation(first).get("container"));
        assertThat(api.events("/v1/invocations/" + first))
                .as("its start has an event of its own if it took more than 25 ms")
                .isIn(
                        List.of("InvocationRequested", "InvocationSucceeded"),
                        List.of("InvocationRequested", "AttemptStarted", "InvocationSucceeded"));
        assertThat(api.read("/v1/invocations/" + first + "/logs").body()).isEqualTo("greeting Ada\n");
        assertThat(api.read("/v1/invocations/" + first + "/output").body()).isEqualTo(cold.body());

        var container = api.invocation(first).get("container").asString();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> api.events("/v1/containers/" + container).contains("ContainerStopped"));
        var stopped = api.get("/v1/containers/" + container + "/events")
                .get("items")
                .get(1)
                .get("data");
        assertThat(stopped.get("reason").asString()).isEqualTo("WARM_EXPIRED");
        var lastEnd = Instant.parse(api.invocation(second).get("endedAt").asString());
        assertThat(Duration.between(
                        lastEnd, Instant.parse(stopped.get("stoppedAt").asString())))
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(6_500));
        await().until(() -> api.containers("hello").isEmpty());
    }

    @Test
    void runs_each_call_of_a_batch_once_though_the_batch_is_sent_twice() {
        api.deploy("batched", HELLO, "{}");
        var lines = "{\"name\":\"Ada\"}\n".repeat(100);

        var first = api.acceptAll("batched", lines, "nightly");
        var again = api.acceptAll("batched", lines, "nightly");

        assertThat(again).isEqualTo(first);
        assertThat(Set.copyOf(first)).hasSize(100);
        first.forEach(id -> await().atMost(Duration.ofSeconds(60))
                .until(() -> api.invocation(id).get("state").asString().equals("SUCCEEDED")));
        await().untilAsserted(() -> assertThat(
                        api.get("/v1/invocations?function=batched&limit=500").get("items"))
                .hasSize(100));
    }

    @Test
    void tells_how_much_of_what_it_makes_ahead_is_ready() {
        var made = api.get("/actuator/info").get("madeAhead");

        assertThat(made.valueStream().map(kind -> kind.get("kind").asString())).contains("network", "runtime");
        assertThat(made.valueStream().map(kind -> kind.get("wanted").asInt())).allMatch(wanted -> wanted > 0);
    }

    @Test
    void tells_a_scrape_how_calls_ended_started_and_how_long_their_parts_took() {
        api.deploy("counted", HELLO, "{}");
        var before = api.scrape();
        api.call("counted", "{\"name\":\"Ada\"}");
        api.call("counted", "{\"name\":\"Ada\"}");
        api.call("counted", "no json");

        var after = api.scrape();

        var succeeded = "cloudfunc_invocations_total{kind=\"none\",outcome=\"succeeded\",start=";
        assertThat(after.more(before, succeeded + "\"cold\"}")).isEqualTo(1);
        assertThat(after.more(before, succeeded + "\"warm\"}")).isEqualTo(1);
        assertThat(after.more(
                        before, "cloudfunc_invocations_total{kind=\"bad_input\",outcome=\"failed\",start=\"warm\"}"))
                .isEqualTo(1);
        assertThat(after.more(before, "cloudfunc_invocations_accepted_total")).isEqualTo(3);
        assertThat(after.more(before, "cloudfunc_execution_seconds_count{phase=\"queue\"}"))
                .isEqualTo(3);
        assertThat(after.more(before, "cloudfunc_execution_seconds_count{phase=\"cold\"}"))
                .isEqualTo(1);
        assertThat(after.more(before, "cloudfunc_execution_seconds_bucket{phase=\"run\",le=\"+Inf\"}"))
                .isEqualTo(3);
        assertThat(after.more(before, "cloudfunc_pool_leases_total{start=\"warm\"}"))
                .isEqualTo(2);
        assertThat(after.more(before, "cloudfunc_publish_delay_seconds_count"))
                .as("the cold call goes through the broker, warm ones and their outcomes do not")
                .isGreaterThanOrEqualTo(1);
        assertThat(after.names())
                .contains(
                        "cloudfunc_calls_open",
                        "cloudfunc_calls_waiting{for=\"room\"}",
                        "cloudfunc_containers{state=\"warm\"}",
                        "cloudfunc_pool_containers{state=\"warm\"}",
                        "cloudfunc_projection_lag_seconds{projection=\"invocations\"}",
                        "cloudfunc_projection_lag_seconds{projection=\"router\"}");
        assertThat(after.names()).noneMatch(name -> name.contains("counted"));
    }

    @Test
    void tells_a_collector_the_trace_of_a_call_from_the_request_through_the_queue_into_the_container() {
        api.deploy("traced", HELLO, "{}");
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        api.callTraced("traced", "{\"name\":\"Ada\"}", "00-%s-00f067aa0ba902b7-01".formatted(trace));

        await().atMost(Duration.ofSeconds(15))
                .until(() -> collector.spans(trace).size() == 4);
        var request = collector.span(trace, "POST /fn/{name}");
        assertThat(request.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(List.of(
                        collector.span(trace, "queue"),
                        collector.span(trace, "container start"),
                        collector.span(trace, "call")))
                .extracting(Collector.Span::parent)
                .containsOnly(request.id());
    }

    @Test
    void keeps_its_events_as_json_that_the_database_itself_can_read() throws Exception {
        api.deploy("readable", HELLO, "{}");
        try (var connection = ServerProcess.databaseIn(directory);
                var events = connection
                        .createStatement()
                        .executeQuery("select payload_type, payload::jsonb -> 'settings' ->> 'warmFor'"
                                + " from domain_event where payload::jsonb ->> 'function' = 'readable'"
                                + " order by global_index")) {
            assertThat(events.next()).isTrue();
            assertThat(events.getString(1)).isEqualTo(FunctionDeployed.class.getName());
            assertThat(Duration.parse(events.getString(2))).isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void ends_all_waiting_calls_of_a_removed_function_and_begins_a_new_life() {
        api.deploy("leaving", SLOW, "{\"maxContainers\":1}");
        var ids = IntStream.range(0, 51)
                .mapToObj(n -> api.accept("leaving", "{\"seconds\":1}"))
                .toList();

        assertThat(api.remove("leaving").statusCode()).isEqualTo(204);

        ids.forEach(id -> await().atMost(Duration.ofSeconds(60))
                .until(() -> Set.of("SUCCEEDED", "FAILED")
                        .contains(api.invocation(id).get("state").asString())));
        assertThat(api.call("leaving", "{}").statusCode()).isEqualTo(404);
        assertThat(api.deploy("leaving", HELLO, "{}").get("life").asInt()).isEqualTo(2);
        assertThat(api.call("leaving", "{\"name\":\"Bob\"}").statusCode()).isEqualTo(200);
        assertThat(api.events("/v1/functions/leaving"))
                .containsExactly(
                        "FunctionDeployed", "RevisionReady", "FunctionRemoved", "FunctionDeployed", "RevisionReady");
    }

    @Test
    void says_what_is_wrong_with_a_function_or_a_call() {
        var broken = api.deploy("broken", "def handler(event)\n    return 1\n", "{}");
        assertThat(broken.get("state").asString()).isEqualTo("FAILED");
        assertThat(broken.get("failure").get("reason").asString()).isEqualTo("LOAD_FAILED");
        assertThat(broken.get("log").asString()).contains("SyntaxError");
        assertThat(api.call("broken", "{}").statusCode()).isEqualTo(409);
        assertThat(api.deploy("no-handler", "x = 1\n", "{}")
                        .get("failure")
                        .get("message")
                        .asString())
                .contains("handler");
        assertThat(api.deployImage("no-image", "no-such-image:1")
                        .get("failure")
                        .get("reason")
                        .asString())
                .isEqualTo("IMAGE_MISSING");

        api.deploy("fails", "def handler(event):\n    raise ValueError('too ' + event)\n", "{}");
        var raised = api.call("fails", "\"bad\"");
        assertThat(raised.statusCode()).isEqualTo(502);
        assertThat(raised.body()).contains("urn:cloudfunc:problem:function-failed", "HANDLER_RAISED", "too bad");
        var notJson = api.call("fails", "not json");
        assertThat(notJson.statusCode()).isEqualTo(400);
        assertThat(notJson.body()).contains("BAD_INPUT", "JSON");
        assertThat(api.call("fails", "\"" + "x".repeat(1 << 20) + "\"").statusCode())
                .isEqualTo(413);
        assertThat(api.call("nobody", "{}").body()).contains("unknown-function");

        api.deploy("slow", SLOW, "{\"timeout\":\"1s\"}");
        var timedOut = api.call("slow", "{\"seconds\":60}");
        assertThat(timedOut.statusCode()).isEqualTo(504);
        assertThat(timedOut.body()).contains("function-timed-out");
    }
}
