package io.cloudfunc.command;

import static io.cloudfunc.command.Rest.json;
import static io.cloudfunc.command.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.store.Receipts;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.json.JsonMapper;

/** What happens at the bounds of what may be open, on one node and on two with the same database and broker. */
class BoundsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TEN_BYTES = "0123456789";

    private final Map<String, String> parts = new HashMap<>();
    private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();
    private Rest rest;
    private Worker worker;

    @BeforeEach
    void start() {
        new RealParts().tell((DynamicPropertyRegistry) (name, value) -> parts.put(name, String.valueOf(value.get())));
        rest = node();
        var beans = nodes.getFirst();
        worker = new Worker(
                beans.getBean(QueueNames.class),
                beans.getBean(RabbitTemplate.class),
                beans.getBean(AmqpAdmin.class),
                beans.getBean(Receipts.class),
                beans.getBean(JsonMapper.class));
        deploy("one");
        deploy("two");
    }

    @AfterEach
    void stop() {
        nodes.stream().skip(1).forEach(ConfigurableApplicationContext::close);
        worker.tidyUp();
        nodes.getFirst().close();
    }

    @Test
    void a_call_beyond_the_bound_is_refused_with_what_was_found_and_expected_until_one_ends() {
        var first = accepted(rest, "one", TEN_BYTES);
        accepted(rest, "one", "");
        accepted(rest, "one", "");

        var refused = call(rest, "one", "");

        var ofFunction = problem(refused, 429, "function-full");
        assertThat(ofFunction.path("field").asString()).isEqualTo("open calls");
        assertThat(ofFunction.path("offending").asString()).isEqualTo("4");
        assertThat(ofFunction.path("expected").asString()).isEqualTo("at most 3");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        accepted(rest, "two", "");
        accepted(rest, "two", "");
        problem(call(rest, "two", ""), 503, "platform-full");

        end(first);
        await().atMost(PATIENCE).until(() -> call(rest, "one", "").statusCode() == 202);
    }

    @Test
    void a_batch_is_let_in_whole_or_not_at_all() {
        accepted(rest, "one", "");

        problem(batch("1\n2\n3"), 429, "function-full");

        assertThat(batch("1\n2").statusCode()).isEqualTo(202);
        problem(call(rest, "one", ""), 429, "function-full");
    }

    private HttpResponse<String> batch(String lines) {
        return rest.post("/v1/functions/one/invocations:batch", lines, "Content-Type", "application/x-ndjson");
    }

    @Test
    void bytes_are_bounded_too() {
        accepted(rest, "one", TEN_BYTES.repeat(9));

        var problem = problem(call(rest, "one", TEN_BYTES + "1"), 429, "function-full");

        assertThat(problem.path("detail").asString())
                .isEqualTo("Function 'one' would have 101 bytes of open calls with this call; expected at most 100");
        accepted(rest, "one", TEN_BYTES);
    }

    @Test
    void a_node_keeps_the_bounds_with_what_another_accepted_before_it_started_and_since() {
        accepted(rest, "one", "");
        accepted(rest, "one", "");
        var other = node();
        accepted(other, "one", "");

        problem(call(other, "one", ""), 429, "function-full");
        await().atMost(PATIENCE).until(() -> call(rest, "one", "").statusCode() == 429);
    }

    @Test
    void of_many_calls_at_once_as_many_are_let_in_as_there_is_room_for() {
        var calls = IntStream.range(0, 40)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> call(rest, "one", "")))
                .toList();

        assertThat(calls.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(202, 429)
                .filteredOn(status -> status == 202)
                .hasSize(3);
    }

    @Test
    void a_key_makes_no_more_calls_a_second_than_it_may() {
        var slow = node(Map.of("cloudfunc.rate.per-key", 1));

        var answers =
                IntStream.range(0, 10).mapToObj(number -> call(slow, "one", "")).toList();

        assertThat(answers).anySatisfy(answer -> problem(answer, 429, "too-many-calls"));
    }

    @Test
    void no_more_is_deployed_in_a_namespace_than_it_may_have() {
        var full = problem(put("three", 1), 429, "namespace-full");
        assertThat(full.path("detail").asString())
                .isEqualTo("Namespace 'default' would have 3 functions with this; expected at most 2");
        assertThat(put("one", 8).statusCode()).isEqualTo(202);
        assertThat(put("team-a.one", 20).statusCode()).isEqualTo(202);
        assertThat(put("team-a.one", 1).statusCode()).isEqualTo(202);
        var containers = problem(put("team-a.two", 1), 429, "namespace-full");
        assertThat(containers.path("field").asString()).isEqualTo("containers");

        assertThat(rest.delete("/v1/functions/two").statusCode()).isEqualTo(204);
        assertThat(put("three", 1).statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> put(String function, int maxContainers) {
        return rest.put(
                "/v1/functions/" + function,
                "{\"image\":\"registry/hello:1\",\"settings\":{\"maxContainers\":%d}}".formatted(maxContainers));
    }

    private Rest node() {
        return node(Map.of());
    }

    private Rest node(Map<String, Object> more) {
        var properties = new HashMap<String, Object>(parts);
        properties.putAll(more);
        properties.put("server.port", 0);
        properties.put("cloudfunc.open.calls", 5);
        properties.put("cloudfunc.open.calls-per-function", 3);
        properties.put("cloudfunc.open.bytes-per-function", "100B");
        properties.put("cloudfunc.namespace.functions", 2);
        properties.put("cloudfunc.namespace.containers", 20);
        var node = new SpringApplicationBuilder(CommandSideApplication.class)
                .properties(properties)
                .run();
        nodes.add(node);
        return new Rest(node.getEnvironment().getRequiredProperty("local.server.port", int.class));
    }

    private void deploy(String function) {
        rest.put("/v1/functions/" + function, "{\"image\":\"registry/hello:1\"}");
        worker.report(new RecordRevisionReady(
                new FunctionName(function), 1, 1, new CodeIdentity("sha256:1234", null), Calls.WORKER, Calls.NOON));
        await().atMost(PATIENCE).until(() -> {
            var answer = call(rest, function, TEN_BYTES.repeat(11));
            return answer.statusCode() == 429;
        });
    }

    private static HttpResponse<String> call(Rest node, String function, String body) {
        return node.post("/v1/functions/" + function + "/invocations", body);
    }

    private static InvocationId accepted(Rest node, String function, String body) {
        var answer = call(node, function, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return InvocationId.parse(json(answer).path("id").asString());
    }

    private void end(InvocationId call) {
        worker.report(new AbandonInvocation(call, FailureKind.OVERDUE, "late", Calls.NOON));
    }
}
