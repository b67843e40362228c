package io.cloudfunc.command;

import static io.cloudfunc.command.Rest.json;
import static io.cloudfunc.command.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.command.Rest.Form;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.Receipts;
import io.cloudfunc.store.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The command side through its doors: HTTP, database and broker are real. */
@SpringBootTest(classes = CommandSideApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class CommandSideIT {

    private static final RealParts PARTS = new RealParts();
    private static final int MAX_PAYLOAD = 1024 * 1024;
    private static final int MAX_SOURCE = 10 * 1024 * 1024;
    private static final String IMAGE = "{\"image\":\"registry/hello:1\"}";
    private static final String PYTHON = "{\"runtime\":\"python\"}";

    @Autowired
    EventHistory history;

    @Autowired
    PayloadStore payloads;

    @Autowired
    IdSource ids;

    @Autowired
    JdbcTemplate jdbc;

    private static Worker worker;
    private Rest rest;

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry properties) {
        PARTS.tell(properties);
    }

    @BeforeEach
    void clientAndWorker(
            @LocalServerPort int port,
            @Autowired QueueNames names,
            @Autowired RabbitTemplate broker,
            @Autowired AmqpAdmin admin,
            @Autowired Receipts receipts,
            @Autowired JsonMapper json) {
        rest = new Rest(port);
        worker = new Worker(names, broker, admin, receipts, json);
    }

    @AfterAll
    static void tidyUp() {
        worker.tidyUp();
    }

    @Test
    void a_deploy_is_accepted_and_says_which_revision_it_makes() {
        var answer = rest.put("/v1/functions/accepted", IMAGE);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/v1/functions/accepted");
        assertThat(answer.body())
                .isEqualTo("{\"function\":\"accepted\",\"life\":1,\"revision\":1,\"state\":\"PREPARING\"}");
        assertThat(events("accepted")).containsExactly("FunctionDeployed");
    }

    @Test
    void a_deploy_that_waits_is_told_that_its_revision_is_ready() {
        var deploy = CompletableFuture.supplyAsync(() -> rest.put("/v1/functions/awaited", IMAGE, "Prefer", "wait=30"));
        patiently().until(() -> !events("awaited").isEmpty());

        worker.report(ready("awaited", 1));

        assertThat(deploy).succeedsWithin(Duration.ofSeconds(30)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).path("state").asString()).isEqualTo("READY");
        });
    }

    @Test
    void a_deploy_that_waits_is_told_why_its_revision_failed_with_the_log() {
        var deploy = CompletableFuture.supplyAsync(() -> rest.put("/v1/functions/broken", IMAGE, "Prefer", "wait=30"));
        patiently().until(() -> !events("broken").isEmpty());
        var said = payload("text/plain", "the source does not load");
        var log = payload("text/plain", "SyntaxError in line 1");

        worker.report(
                new RecordRevisionFailed(
                        new FunctionName("broken"),
                        1,
                        1,
                        FailureKind.LOAD_FAILED,
                        said.ref(),
                        log.ref(),
                        Calls.WORKER,
                        Calls.NOON),
                said,
                log);

        assertThat(deploy).succeedsWithin(Duration.ofSeconds(30)).satisfies(answer -> {
            assertThat(json(answer).path("state").asString()).isEqualTo("FAILED");
            assertThat(json(answer).at("/failure/reason").asString()).isEqualTo("LOAD_FAILED");
            assertThat(json(answer).at("/failure/message").asString()).isEqualTo("the source does not load");
            assertThat(json(answer).path("log").asString()).isEqualTo("SyntaxError in line 1");
        });
    }

    @Test
    void a_source_is_deployed_with_its_spec_as_a_plain_field() {
        var form = new Form().field("spec", PYTHON).file("source", "source.zip", zip("function.py", 100));

        var answer = rest.put("/v1/functions/plain-field", form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void a_source_is_deployed_with_its_spec_as_a_file() {
        var form = new Form()
                .file("spec", "spec.json", PYTHON.getBytes(StandardCharsets.UTF_8))
                .file("source", "source.zip", zip("function.py", 100));

        var answer = rest.put("/v1/functions/spec-file", form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void a_source_of_several_megabytes_is_deployed() {
        var form = new Form().field("spec", PYTHON).file("source", "source.zip", zip("function.py", 5_000_000));

        var answer = rest.put("/v1/functions/big-source", form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void a_source_above_the_limit_is_refused_with_the_limit() {
        var form = new Form().field("spec", PYTHON).file("source", "source.zip", new byte[MAX_SOURCE + 1]);

        var problem = problem(rest.put("/v1/functions/too-big", form), 413, "payload-too-large");

        assertThat(problem.path("expected").asString()).isEqualTo("at most %d bytes".formatted(MAX_SOURCE));
    }

    @Test
    void a_spec_above_the_limit_is_refused_with_the_limit() {
        var form = new Form()
                .field("spec", " ".repeat(MAX_SOURCE + 2 * 1024 * 1024))
                .file("source", "source.zip", zip("function.py", 100));

        var problem = problem(rest.put("/v1/functions/too-big", form), 413, "payload-too-large");

        assertThat(problem.path("expected").asString()).startsWith("at most ").endsWith(" bytes");
    }

    @Test
    void a_deploy_without_a_source_is_asked_for_it_by_name() {
        var form = new Form().field("spec", PYTHON);

        var problem = problem(rest.put("/v1/functions/no-source", form), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("part source");
    }

    @Test
    void a_source_that_is_no_zip_is_refused() {
        var form = new Form().field("spec", PYTHON).file("source", "source.zip", new byte[] {1, 2, 3});

        var problem = problem(rest.put("/v1/functions/no-zip", form), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("source");
        assertThat(problem.path("offending").asString()).isEqualTo("3 bytes that are no zip archive");
        assertThat(problem.path("expected").asString()).isEqualTo("a zip archive with files");
    }

    @Test
    void a_bad_function_name_is_refused_with_the_rule() {
        var problem = problem(rest.put("/v1/functions/Bad_Name", IMAGE), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("function name");
        assertThat(problem.path("offending").asString()).isEqualTo("Bad_Name");
        assertThat(problem.path("expected").asString()).startsWith("1 to 63 of a-z");
    }

    @Test
    void a_spec_with_an_unknown_field_is_refused_with_those_there_are() {
        var problem = problem(rest.put("/v1/functions/typo", "{\"imgae\":\"x\"}"), 400, "invalid-value");

        assertThat(problem.path("offending").asString()).isEqualTo("imgae");
        assertThat(problem.path("expected").asString()).contains("image", "runtime", "settings");
    }

    @Test
    void a_spec_that_is_no_json_is_refused_with_the_place() {
        var problem = problem(rest.put("/v1/functions/no-json", "{\"image\":"), 400, "invalid-value");

        assertThat(problem.path("offending").asString()).contains("line 1");
        assertThat(problem.path("expected").asString()).isEqualTo("valid JSON");
    }

    @Test
    void a_contract_beside_a_source_is_refused() {
        var spec = "{\"runtime\":\"python\",\"contract\":\"http\"}";
        var form = new Form().field("spec", spec).file("source", "source.zip", new byte[] {1, 2, 3});

        var problem = problem(rest.put("/v1/functions/contract", form), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("contract");
        assertThat(problem.path("expected").asString()).contains("only with an image");
    }

    @Test
    void more_than_one_call_of_a_container_at_a_time_is_refused_with_the_reason() {
        var spec = "{\"image\":\"x\",\"contract\":\"http\",\"settings\":{\"concurrency\":2,\"network\":\"egress\"}}";

        var problem = problem(rest.put("/v1/functions/concurrency", spec), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("concurrency");
        assertThat(problem.path("expected").asString()).startsWith("1, since a container runs one call at a time");
    }

    @Test
    void a_network_and_a_contract_that_there_are_not_are_refused_with_those_there_are() {
        var network = problem(
                rest.put("/v1/functions/network", "{\"image\":\"x\",\"settings\":{\"network\":\"all\"}}"),
                400,
                "invalid-value");
        var contract = problem(
                rest.put("/v1/functions/contract", "{\"image\":\"x\",\"contract\":\"ftp\"}"), 400, "invalid-value");

        assertThat(network.path("offending").asString()).isEqualTo("all");
        assertThat(network.path("expected").asString()).contains("none", "egress");
        assertThat(contract.path("offending").asString()).isEqualTo("ftp");
        assertThat(contract.path("expected").asString()).contains("fn", "http", "stdio");
    }

    @Test
    void a_setting_out_of_range_is_refused_with_the_range() {
        var spec = "{\"image\":\"x\",\"settings\":{\"memoryMiB\":1}}";

        var problem = problem(rest.put("/v1/functions/range", spec), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("memoryMiB");
        assertThat(problem.path("offending").asString()).isEqualTo("1");
        assertThat(problem.path("expected").asString()).isEqualTo("16 to 65536");
    }

    @Test
    void a_function_that_may_not_begin_again_has_one_attempt() {
        var more = "{\"image\":\"x\",\"settings\":{\"delivery\":\"at-most-once\",\"retry\":{\"attempts\":2}}}";
        var one = "{\"image\":\"x\",\"settings\":{\"delivery\":\"at-most-once\",\"maxAge\":\"5m\"}}";

        var problem = problem(rest.put("/v1/functions/once", more), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("retry.attempts");
        assertThat(problem.path("expected").asString()).isEqualTo("1 with delivery at-most-once");
        assertThat(rest.put("/v1/functions/once", one).statusCode()).isEqualTo(202);
    }

    @Test
    void rolling_back_lets_the_earlier_revision_take_calls() {
        deployed("back");
        rest.put("/v1/functions/back", IMAGE);
        report(ready("back", 2), "back", 4);
        assertThat(json(rest.post("/v1/functions/back/invocations", "{}"))
                        .path("revision")
                        .asInt())
                .isEqualTo(2);

        var answer = rest.post("/v1/functions/back:rollback", "{\"revision\":1}", "Content-Type", "application/json");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(json(rest.post("/v1/functions/back/invocations", "{}"))
                        .path("revision")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void rolling_back_to_a_revision_that_does_not_exist_is_refused() {
        deployed("back-too-far");

        var answer = rest.post(
                "/v1/functions/back-too-far:rollback", "{\"revision\":7}", "Content-Type", "application/json");

        var problem = problem(answer, 404, "unknown-revision");
        assertThat(problem.path("offending").asString()).isEqualTo("7");
        assertThat(problem.path("expected").asString()).isEqualTo("a revision that became ready");
    }

    @Test
    void rolling_back_needs_a_revision() {
        deployed("back-where");

        var answer = rest.post("/v1/functions/back-where:rollback", "{}", "Content-Type", "application/json");

        assertThat(problem(answer, 400, "invalid-value").path("field").asString())
                .isEqualTo("revision");
    }

    @Test
    void a_removed_function_takes_no_calls_until_it_is_deployed_again() {
        deployed("twice-alive");

        assertThat(rest.delete("/v1/functions/twice-alive").statusCode()).isEqualTo(204);

        problem(rest.post("/v1/functions/twice-alive/invocations", "{}"), 404, "unknown-function");
        assertThat(json(rest.put("/v1/functions/twice-alive", IMAGE))
                        .path("life")
                        .asInt())
                .isEqualTo(2);
        assertThat(events("twice-alive"))
                .containsExactly("FunctionDeployed", "RevisionReady", "FunctionRemoved", "FunctionDeployed");
    }

    @Test
    void an_unknown_function_is_a_problem_that_names_it_and_nothing_in_the_log(CapturedOutput output) {
        var rollback = rest.post(
                "/v1/functions/never-deployed:rollback", "{\"revision\":1}", "Content-Type", "application/json");
        var answers = List.of(
                rest.post("/v1/functions/never-deployed/invocations", "{}"),
                rest.post("/fn/never-deployed", "{}"),
                rest.delete("/v1/functions/never-deployed"),
                rollback);

        assertThat(answers).allSatisfy(answer -> {
            var problem = problem(answer, 404, "unknown-function");
            assertThat(problem.path("offending").asString()).isEqualTo("never-deployed");
            assertThat(problem.path("expected").asString()).isEqualTo("the name of a deployed function");
        });
        assertThat(output).doesNotContain("never-deployed");
        assertThat(events("never-deployed")).isEmpty();
    }

    @Test
    void a_function_without_a_ready_revision_takes_no_calls() {
        rest.put("/v1/functions/unready", IMAGE);

        var problem = problem(rest.post("/v1/functions/unready/invocations", "{}"), 409, "no-ready-revision");

        assertThat(problem.path("offending").asString()).isEqualTo("unready");
        assertThat(problem.path("detail").asString()).contains("revision 1: PREPARING");
    }

    @Test
    void an_accepted_call_is_stored_with_its_payload_before_the_caller_hears_of_it() {
        deployed("stored");

        var answer = rest.post("/v1/functions/stored/invocations", "{\"n\":1}", "Content-Type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(202);
        var id = json(answer).path("id").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue("/v1/invocations/" + id);
        assertThat(answer.headers().firstValue("CloudFunc-Invocation")).hasValue(id);
        assertThat(json(answer).path("state").asString()).isEqualTo("WAITING");
        assertThat(history.of(id))
                .singleElement()
                .satisfies(requested -> assertThat(requested.type()).isEqualTo("InvocationRequested"));
        assertThat(payloadOf(id)).isEqualTo("{\"n\":1}");
    }

    @Test
    void whatever_the_body_is_it_is_the_functions_business() {
        deployed("any-body");

        var answer = rest.post("/v1/functions/any-body/invocations", "no json", "Content-Type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void a_malformed_content_type_is_refused() {
        deployed("content-type");

        var answers = List.of(
                rest.post("/v1/functions/content-type/invocations", "{}", "Content-Type", "json"),
                rest.post("/fn/content-type", "{}", "Content-Type", "json"));

        assertThat(answers).allSatisfy(answer -> {
            var problem = problem(answer, 400, "invalid-value");
            assertThat(problem.path("field").asString()).isEqualTo("Content-Type");
            assertThat(problem.path("offending").asString()).isEqualTo("json");
            assertThat(problem.path("expected").asString()).isEqualTo("a media type such as application/json");
        });
    }

    @Test
    void a_content_type_that_stands_for_many_is_refused() {
        deployed("content-types");

        var answer = rest.post("/v1/functions/content-types/invocations", "{}", "Content-Type", "text/*");

        assertThat(problem(answer, 400, "invalid-value").path("offending").asString())
                .isEqualTo("text/*");
    }

    @Test
    void a_payload_of_the_largest_size_is_accepted() {
        deployed("largest");

        var answer = rest.post("/v1/functions/largest/invocations", new byte[MAX_PAYLOAD]);

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void a_payload_above_the_limit_is_refused_with_the_limit() {
        deployed("too-large");

        var problem = problem(
                rest.post("/v1/functions/too-large/invocations", new byte[MAX_PAYLOAD + 1]), 413, "payload-too-large");

        assertThat(problem.path("offending").asString()).isEqualTo("%d bytes".formatted(MAX_PAYLOAD + 1));
        assertThat(problem.path("expected").asString()).isEqualTo("at most %d bytes".formatted(MAX_PAYLOAD));
    }

    @Test
    void a_payload_far_above_the_limit_is_answered_as_well() {
        deployed("far-too-large");

        problem(
                rest.post("/v1/functions/far-too-large/invocations", new byte[12 * MAX_PAYLOAD]),
                413,
                "payload-too-large");
    }

    @Test
    void a_caller_that_waits_gets_the_output_with_its_content_type() {
        deployed("waiting");
        var call = rest.begin("/v1/functions/waiting/invocations", "{}", "Prefer", "wait=30");

        succeed(acceptedCallOf("waiting"), payload("text/greeting", "Hello"));

        assertThat(call).succeedsWithin(Duration.ofSeconds(30)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Hello");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/greeting");
            assertThat(answer.headers().firstValue("CloudFunc-Invocation")).isPresent();
        });
    }

    @Test
    void a_caller_that_waits_in_vain_is_told_where_to_ask() {
        deployed("in-vain");

        var answer = rest.post("/v1/functions/in-vain/invocations", "{}", "Prefer", "wait=1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).isPresent();
    }

    @Test
    void a_wait_that_is_no_number_is_refused() {
        deployed("wait-long");

        var answer = rest.post("/v1/functions/wait-long/invocations", "{}", "Prefer", "wait=long");

        var problem = problem(answer, 400, "invalid-value");
        assertThat(problem.path("offending").asString()).isEqualTo("long");
        assertThat(problem.path("expected").asString()).isEqualTo("whole seconds, 0 to 600");
    }

    @Test
    void the_same_key_and_body_are_the_same_call() {
        deployed("repeated");

        var first = rest.post("/v1/functions/repeated/invocations", "{}", "Idempotency-Key", "order-1");
        var again = rest.post("/v1/functions/repeated/invocations", "{}", "Idempotency-Key", "order-1");
        var other = rest.post("/v1/functions/repeated/invocations", "{}", "Idempotency-Key", "order-2");

        assertThat(List.of(first.statusCode(), again.statusCode(), other.statusCode()))
                .containsOnly(202);
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isNotEqualTo(other.headers().firstValue("Location"));
        assertThat(callsOf("repeated")).hasSize(2);
    }

    @Test
    void a_caller_that_repeats_a_call_gets_the_same_output_while_it_runs_and_afterwards() {
        deployed("same-output");
        String[] repeat = {"Idempotency-Key", "one", "Prefer", "wait=30"};
        var first = rest.begin("/v1/functions/same-output/invocations", "{}", repeat);
        var call = acceptedCallOf("same-output");
        var meanwhile = rest.begin("/fn/same-output", "{}", "Idempotency-Key", "one");

        succeed(call, payload("text/plain", "done"));

        assertThat(List.of(first.join().body(), meanwhile.join().body())).containsOnly("done");
        var afterwards = rest.post("/v1/functions/same-output/invocations", "{}", repeat);
        assertThat(afterwards.body()).isEqualTo("done");
        assertThat(afterwards.headers().firstValue("Location")).hasValue("/v1/invocations/" + call);
        var notWaiting = rest.post("/v1/functions/same-output/invocations", "{}", "Idempotency-Key", "one");
        assertThat(notWaiting.statusCode()).isEqualTo(202);
        assertThat(json(notWaiting).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void a_key_with_another_body_is_refused_with_the_call_it_stands_for() {
        deployed("reused");
        rest.post("/v1/functions/reused/invocations", "one", "Idempotency-Key", "order-1");

        var answer = rest.post("/v1/functions/reused/invocations", "two", "Idempotency-Key", "order-1");

        var problem = problem(answer, 422, "key-reused");
        assertThat(problem.path("offending").asString()).isEqualTo("order-1");
        assertThat(problem.path("invocation").asString())
                .isEqualTo(callsOf("reused").getFirst());
    }

    @Test
    void a_call_that_was_accepted_is_answered_again_although_its_function_is_removed() {
        deployed("repeated-late");
        var first = rest.post("/v1/functions/repeated-late/invocations", "{}", "Idempotency-Key", "order-1");
        rest.delete("/v1/functions/repeated-late");

        var again = rest.post("/v1/functions/repeated-late/invocations", "{}", "Idempotency-Key", "order-1");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
    }

    @Test
    void a_batch_is_stored_line_by_line_and_its_calls_are_answered_in_order() {
        deployed("batch");

        var answer = batch("batch", "{\"n\":1}\n\n{\"n\":2}\n{\"n\":3}\n");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).path("function").asString()).isEqualTo("batch");
        var ids = idsIn(answer);
        assertThat(ids.stream().map(this::payloadOf)).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(callsOf("batch")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(json(answer).at("/calls/1/location").asString()).isEqualTo("/v1/invocations/" + ids.get(1));
    }

    @Test
    void a_batch_with_a_key_is_the_same_calls_when_it_is_sent_again_and_what_was_missing() {
        deployed("batch-again");
        String[] key = {"Idempotency-Key", "nightly"};
        var first = batch("batch-again", "1\n2", key);

        var again = batch("batch-again", "1\n2", key);
        var longer = batch("batch-again", "1\n2\n3", key);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(idsIn(longer)).hasSize(3).containsAll(idsIn(first));
        assertThat(callsOf("batch-again")).hasSize(3);
    }

    @Test
    void a_batch_with_a_key_and_another_line_is_refused_with_the_call_that_the_line_stands_for() {
        deployed("batch-reused");
        var first = batch("batch-reused", "1\n2", "Idempotency-Key", "nightly");

        var answer = batch("batch-reused", "1\n3\n4", "Idempotency-Key", "nightly");

        var problem = problem(answer, 422, "key-reused");
        assertThat(problem.path("offending").asString()).isEqualTo("nightly/2");
        assertThat(problem.path("invocation").asString()).isEqualTo(idsIn(first).get(1));
        assertThat(callsOf("batch-reused")).hasSize(2);
    }

    @Test
    void a_batch_with_a_line_that_is_no_json_is_refused_with_its_number_and_nothing_is_stored() {
        deployed("batch-broken");

        var problem = problem(batch("batch-broken", "{}\n{]\n{}"), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo("line 2");
        assertThat(problem.path("expected").asString()).isEqualTo("one JSON value");
        assertThat(callsOf("batch-broken")).isEmpty();
    }

    @Test
    void a_batch_of_too_many_lines_or_bytes_is_refused_with_the_bound() {
        deployed("batch-too-large");

        var lines = problem(batch("batch-too-large", "1\n".repeat(1_001)), 400, "invalid-value");
        var bytes = problem(batch("batch-too-large", "1".repeat(MAX_PAYLOAD + 1)), 413, "payload-too-large");

        assertThat(lines.path("offending").asString()).isEqualTo("1001 lines");
        assertThat(lines.path("expected").asString()).startsWith("1 to 1000 lines");
        assertThat(bytes.path("expected").asString()).isEqualTo("at most %d bytes".formatted(MAX_PAYLOAD));
    }

    private HttpResponse<String> batch(String function, String lines, String... headers) {
        var all = Stream.concat(Stream.of("Content-Type", "application/x-ndjson"), Stream.of(headers));
        return rest.post("/v1/functions/%s/invocations:batch".formatted(function), lines, all.toArray(String[]::new));
    }

    private static List<String> idsIn(HttpResponse<String> answer) {
        return json(answer)
                .path("calls")
                .valueStream()
                .map(call -> call.path("id").asString())
                .toList();
    }

    @Test
    void a_key_that_is_too_long_is_refused() {
        deployed("long-key");

        var answer = rest.post("/v1/functions/long-key/invocations", "{}", "Idempotency-Key", "k".repeat(256));

        assertThat(problem(answer, 400, "invalid-value").path("field").asString())
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void a_call_is_cancelled_and_whoever_waits_for_it_is_told() {
        deployed("cancelled");
        var waiting = rest.begin("/v1/functions/cancelled/invocations", "{}", "Prefer", "wait=30");
        var call = acceptedCallOf("cancelled");

        var answer = rest.post("/v1/invocations/" + call + ":cancel", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(problem(waiting.join(), 410, "cancelled").path("kind").asString())
                .isEqualTo("CANCELLED");
        assertThat(events(call.toString())).containsExactly("InvocationRequested", "InvocationAbandoned");
    }

    @Test
    void cancelling_a_call_again_changes_nothing() {
        deployed("cancelled-twice");
        rest.post("/v1/functions/cancelled-twice/invocations", "{}");
        var call = acceptedCallOf("cancelled-twice");
        var first = rest.post("/v1/invocations/" + call + ":cancel", "");

        var again = rest.post("/v1/invocations/" + call + ":cancel", "");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(events(call.toString())).hasSize(2);
    }

    @Test
    void a_call_that_ended_is_not_cancelled_and_its_state_is_named() {
        deployed("ended-before");
        rest.post("/v1/functions/ended-before/invocations", "{}");
        var call = acceptedCallOf("ended-before");
        succeed(call, payload("text/plain", "done"));
        patiently().until(() -> events(call.toString()).contains("InvocationSucceeded"));

        var answer = rest.post("/v1/invocations/" + call + ":cancel", "");

        assertThat(problem(answer, 409, "already-ended").path("offending").asString())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void a_call_that_nobody_made_cannot_be_cancelled() {
        var nobodys = UUID.randomUUID();

        var answer = rest.post("/v1/invocations/" + nobodys + ":cancel", "");

        assertThat(problem(answer, 404, "unknown-invocation").path("offending").asString())
                .isEqualTo(nobodys.toString());
    }

    @Test
    void a_dead_letter_is_called_anew_once_with_its_own_input_and_names_the_first_call() {
        deployed("redriven");
        var dead = deadLetterOf("redriven", "{\"a\":1}");

        var answer = rest.post("/v1/dead-letters/" + dead + ":redrive", "");
        var again = rest.post("/v1/dead-letters/" + dead + ":redrive", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        var call = json(answer).path("id").asString();
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(callsOf("redriven")).containsExactlyInAnyOrder(dead.toString(), call);
        assertThat(events(dead.toString())).endsWith("InvocationDeadLettered", "InvocationRedriven");
        assertThat(requested(call).origin()).isEqualTo(dead);
        assertThat(payloadOf(call)).isEqualTo("{\"a\":1}");
    }

    @Test
    void a_dead_letter_is_called_anew_with_another_input() {
        deployed("redriven-changed");
        var dead = deadLetterOf("redriven-changed", "{\"a\":1}");

        var answer = rest.post("/v1/dead-letters/" + dead + ":redrive", "{\"a\":2}");

        assertThat(payloadOf(json(answer).path("id").asString())).isEqualTo("{\"a\":2}");
        assertThat(payloadOf(dead.toString())).isEqualTo("{\"a\":1}");
    }

    @Test
    void what_is_no_dead_letter_is_not_called_anew() {
        deployed("alive");
        rest.post("/v1/functions/alive/invocations", "{}");
        var call = acceptedCallOf("alive");

        problem(rest.post("/v1/dead-letters/" + call + ":redrive", ""), 409, "no-dead-letter");
        problem(rest.post("/v1/dead-letters/" + UUID.randomUUID() + ":redrive", ""), 404, "unknown-invocation");
        assertThat(callsOf("alive")).hasSize(1);
    }

    @Test
    void the_oldest_dead_letters_of_a_function_are_called_anew_up_to_the_limit() {
        deployed("redriven-many");
        deployed("not-redriven");
        var first = deadLetterOf("redriven-many", "1");
        var second = deadLetterOf("redriven-many", "2");
        var third = deadLetterOf("redriven-many", "3");
        var other = deadLetterOf("not-redriven", "4");

        var answer = json(rest.post("/v1/dead-letters:redrive?function=redriven-many&limit=2&rate=100", ""));

        assertThat(answer.path("items").findValuesAsString("id")).containsExactly(first.toString(), second.toString());
        assertThat(answer.path("items").findValuesAsString("as")).hasSize(2);
        assertThat(events(second.toString())).endsWith("InvocationRedriven");
        assertThat(events(third.toString())).endsWith("InvocationDeadLettered");
        assertThat(events(other.toString())).endsWith("InvocationDeadLettered");
        problem(rest.post("/v1/dead-letters:redrive?limit=100&rate=1", ""), 400, "invalid-value");
    }

    @Test
    void a_request_that_the_broker_gave_up_ends_its_call_and_other_dead_letters_of_the_broker_stay() {
        deployed("lost");
        rest.post("/v1/functions/lost/invocations", "{}");
        var call = acceptedCallOf("lost");
        var requested = requested(call.toString());
        var image = new Code.Image(new ImageReference("registry/hello:1"), null);
        var revision = new RevisionSpec(requested.function(), 1, 1, image, Settings.DEFAULT);
        worker.bury("something else".getBytes(StandardCharsets.UTF_8));

        worker.bury(new Execute(
                call,
                revision,
                requested.payload(),
                Calls.NOON,
                requested.due(),
                null,
                worker.receipt(call, Calls.NOON),
                null));

        patiently()
                .until(() -> events(call.toString())
                        .equals(List.of("InvocationRequested", "InvocationAbandoned", "InvocationDeadLettered")));
        patiently().until(() -> worker.deadLetters() == 1);
        assertThat(patiently()
                        .until(worker::takeDeadLetter, Optional::isPresent)
                        .orElseThrow()
                        .getBody())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("something else");
    }

    @Test
    void nobody_reports_of_a_call_that_another_worker_was_given() {
        deployed("guarded");
        var own = accepted("guarded", "mine");
        var others = accepted("guarded", "yours");
        var receipt = worker.receipt(own, Calls.NOON);
        var output = payload("text/plain", "forged");
        var outcome = new RecordOutcome(
                others, Calls.execution(), new Outcome.Success(output.ref()), null, Phases.NONE, Calls.NOON);
        var given = requested(others.toString());
        var image = new Code.Image(new ImageReference("registry/hello:1"), null);
        var revision = new RevisionSpec(given.function(), 1, 1, image, Settings.DEFAULT);

        worker.report(outcome, receipt, output);
        worker.report(outcome, (Receipt) null, output);
        worker.report(new RecordAttemptStarted(others, Calls.execution()), receipt);
        worker.report(new AbandonInvocation(others, FailureKind.OVERDUE, "forged", Calls.NOON), receipt);
        worker.bury(new Execute(others, revision, given.payload(), Calls.NOON, given.due(), null, receipt, null));

        patiently().until(() -> worker.deadLetters() == 5);
        assertThat(worker.mayBegin(new ClaimAttempt(others, Calls.execution(), Calls.NOON), receipt))
                .isFalse();
        assertThat(worker.payload(others, given.payload().id(), receipt)).isEmpty();
        assertThat(events(others.toString())).containsExactly("InvocationRequested");
        succeed(others, payload("text/plain", "right"));
        patiently().until(() -> events(others.toString()).contains("InvocationSucceeded"));
        IntStream.range(0, 5).forEach(letter -> patiently().until(worker::takeDeadLetter, Optional::isPresent));
    }

    @Test
    void who_was_given_a_call_may_begin_it_and_gets_its_body() {
        deployed("given");
        var call = accepted("given", "mine");
        var payload = requested(call.toString()).payload().id();
        var receipt = worker.receipt(call, Calls.NOON, payload);

        assertThat(worker.payload(call, payload, receipt)).isEqualTo("mine".getBytes(StandardCharsets.UTF_8));
        assertThat(worker.payload(call, ids.next(), receipt)).isEmpty();
        assertThat(worker.mayBegin(new ClaimAttempt(call, Calls.execution(), Calls.NOON), receipt))
                .isTrue();
    }

    private InvocationId accepted(String function, String body) {
        return InvocationId.parse(json(rest.post("/v1/functions/" + function + "/invocations", body))
                .path("id")
                .asString());
    }

    /** A call that nobody could deliver. */
    private InvocationId deadLetterOf(String function, String body) {
        var call = InvocationId.parse(json(rest.post("/v1/functions/" + function + "/invocations", body))
                .path("id")
                .asString());
        worker.report(new AbandonInvocation(call, FailureKind.UNDELIVERABLE, "nobody could take it", Calls.NOON));
        patiently().until(() -> events(call.toString()).contains("InvocationDeadLettered"));
        return call;
    }

    private InvocationRequested requested(String call) {
        return (InvocationRequested) history.of(call).getFirst().event();
    }

    @Test
    void what_a_call_carried_is_erased_once_it_has_ended_and_its_events_stay() {
        deployed("erased");
        rest.post("/v1/functions/erased/invocations", "{}", "Idempotency-Key", "one");
        var call = acceptedCallOf("erased");
        var output = payload("application/json", "42");
        problem(rest.post("/v1/invocations/" + call + ":erase", ""), 409, "not-ended");
        assertThat(json(rest.post("/v1/functions/erased:erase", ""))
                        .path("unfinished")
                        .asInt())
                .isOne();
        succeed(call, output);
        patiently().until(() -> events(call.toString()).contains("InvocationSucceeded"));
        var before = events(call.toString());

        var erased = json(rest.post("/v1/functions/erased:erase", ""));
        var again = json(rest.post("/v1/invocations/" + call + ":erase", ""));

        assertThat(erased.path("payloads").asInt()).isEqualTo(2);
        assertThat(again.path("payloads").asInt()).isZero();
        assertThat(payloads.find(output.ref().id())).isEmpty();
        assertThat(events(call.toString())).isEqualTo(before);
        assertThat(jdbc.queryForObject("select count(*) from idempotency_key where function = 'erased'", Long.class))
                .isZero();
        assertThat(rest.post("/v1/erasures:rewrite", "").statusCode()).isEqualTo(204);
        assertThat(json(rest.post("/v1/callers/cf_0123456789ab:erase", ""))
                        .path("payloads")
                        .asInt())
                .isZero();
        problem(rest.post("/v1/functions/never-erased:erase", ""), 404, "unknown-function");
        problem(rest.post("/v1/invocations/019ac3f0-0000-7000-8000-000000000001:erase", ""), 404, "unknown-invocation");
    }

    @Test
    void whose_a_key_is_stands_in_no_event_and_is_erased_with_what_was_called_with_it() {
        var key = json(rest.post(
                        "/v1/keys",
                        "{\"label\":\"Ada Lovelace\",\"roles\":[\"invoke\"]}",
                        "Content-Type",
                        "application/json"))
                .path("id")
                .asString();

        assertThat(labelOf(key)).isEqualTo("Ada Lovelace");
        assertThat(jdbc.queryForObject(
                        "select count(*) from domain_event where payload || metadata like '%Lovelace%'", Long.class))
                .isZero();
        assertThat(rest.post("/v1/callers/" + key + ":erase", "").statusCode()).isEqualTo(200);

        assertThat(labelOf(key)).isEmpty();
    }

    private String labelOf(String key) {
        return jdbc.queryForObject("select label from api_key where id = ?", String.class, key);
    }

    @Test
    void the_plain_door_answers_with_the_output() {
        deployed("plain");
        var call = rest.begin("/fn/plain", "{}");

        succeed(acceptedCallOf("plain"), payload("application/json", "{\"a\":1}"));

        assertThat(call).succeedsWithin(Duration.ofSeconds(30)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"a\":1}");
        });
    }

    @Test
    void a_body_that_the_handler_cannot_read_is_the_callers_mistake() {
        deployed("json-handler");
        var call = rest.begin("/fn/json-handler", "no json");

        fail(acceptedCallOf("json-handler"), FailureKind.BAD_INPUT, "the body is no JSON");

        assertThat(call).succeedsWithin(Duration.ofSeconds(30)).satisfies(answer -> {
            var problem = problem(answer, 400, "bad-input");
            assertThat(problem.path("kind").asString()).isEqualTo("BAD_INPUT");
            assertThat(problem.path("detail").asString()).isEqualTo("the body is no JSON");
        });
    }

    @Test
    void a_call_that_ran_too_long_is_answered_as_a_timeout() {
        deployed("slow");
        var call = rest.begin("/fn/slow", "{}");

        fail(acceptedCallOf("slow"), FailureKind.TIMED_OUT, "longer than 30 s");

        assertThat(call)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(answer -> problem(answer, 504, "function-timed-out"));
    }

    @Test
    void a_call_of_a_function_that_is_removed_meanwhile_is_answered() {
        deployed("removed");
        var call = rest.begin("/fn/removed", "{}");
        var id = acceptedCallOf("removed");

        worker.report(new AbandonInvocation(id, FailureKind.FUNCTION_REMOVED, "it was removed", Calls.NOON));

        assertThat(call)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(answer -> problem(answer, 410, "function-removed"));
    }

    @Test
    void a_wrong_method_is_answered_with_those_there_are() {
        var problem = problem(rest.post("/v1/functions/hello", "{}"), 405, "method-not-allowed");

        assertThat(problem.path("offending").asString()).isEqualTo("POST");
        assertThat(problem.path("expected").asString()).contains("PUT");
    }

    @Test
    void a_deploy_with_a_malformed_content_type_is_told_what_is_taken() {
        var answer = rest.post("/v1/functions/typeless:rollback", "{\"revision\":1}", "Content-Type", "json");

        var problem = problem(answer, 415, "unsupported-media-type");
        assertThat(problem.path("offending").asString()).isEqualTo("json");
    }

    @Test
    void while_the_database_is_away_everything_is_answered_as_unavailable() {
        deployed("outage");
        PARTS.database().goAway();
        try {
            var answers = List.of(
                    rest.post("/v1/functions/outage/invocations", "{}"),
                    rest.post("/fn/outage", "{}"),
                    rest.put("/v1/functions/outage", IMAGE),
                    rest.delete("/v1/functions/outage"));

            assertThat(answers).allSatisfy(answer -> {
                var problem = problem(answer, 503, "unavailable");
                assertThat(problem.path("offending").asString()).isEqualTo("The database");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            });
        } finally {
            PARTS.database().comeBack();
        }

        patiently()
                .until(() -> rest.post("/v1/functions/outage/invocations", "{}").statusCode() == 202);
    }

    @Test
    void a_caller_that_was_refused_as_unavailable_may_try_again_and_nothing_is_stored_twice() {
        deployed("refused");
        PARTS.database().goAway();
        try {
            problem(rest.post("/v1/functions/refused/invocations", "{}"), 503, "unavailable");
        } finally {
            PARTS.database().comeBack();
        }

        patiently()
                .until(() ->
                        rest.post("/v1/functions/refused/invocations", "{}").statusCode() == 202);
        assertThat(callsOf("refused")).hasSize(1);
    }

    @Test
    void while_the_broker_is_away_calls_and_deploys_are_accepted() {
        deployed("no-broker");
        PARTS.broker().goAway();
        try {
            var call = rest.post("/v1/functions/no-broker/invocations", "{}");
            var deploy = rest.put("/v1/functions/no-broker", IMAGE);

            assertThat(List.of(call.statusCode(), deploy.statusCode())).containsOnly(202);
        } finally {
            PARTS.broker().comeBack();
        }

        patiently().until(() -> {
            worker.report(ready("no-broker", 2));
            return events("no-broker").contains("RevisionReady");
        });
    }

    /** Deploys it and reports its revision 1 ready, so that it takes calls. */
    private void deployed(String function) {
        rest.put("/v1/functions/" + function, IMAGE);
        report(ready(function, 1), function, 2);
    }

    private void report(RecordRevisionReady ready, String function, int eventsThen) {
        patiently().until(() -> {
            worker.report(ready);
            return true;
        });
        patiently().until(() -> events(function).size() == eventsThen);
    }

    private static RecordRevisionReady ready(String function, int revision) {
        return new RecordRevisionReady(
                new FunctionName(function),
                1,
                revision,
                new CodeIdentity("sha256:1234", null),
                Calls.WORKER,
                Calls.NOON);
    }

    /** The one call of the function, once it is accepted. */
    private InvocationId acceptedCallOf(String function) {
        var calls = patiently().until(() -> callsOf(function), found -> found.size() == 1);
        return InvocationId.parse(calls.getFirst());
    }

    private List<String> callsOf(String function) {
        return jdbc.queryForList("""
                select aggregate_id from domain_event
                where aggregate_type = 'Invocation' and sequence_number = 0 and payload::jsonb ->> 'function' = ?
                """, String.class, function);
    }

    private void succeed(InvocationId call, Payload output) {
        worker.report(
                new RecordOutcome(
                        call, Calls.execution(), new Outcome.Success(output.ref()), null, Phases.NONE, Calls.NOON),
                output);
    }

    private void fail(InvocationId call, FailureKind kind, String words) {
        var said = payload("text/plain", words);
        worker.report(
                new RecordOutcome(
                        call, Calls.execution(), Outcome.Failure.of(kind, said.ref()), null, Phases.NONE, Calls.NOON),
                said);
    }

    private Payload payload(String contentType, String content) {
        return Payload.of(ids.next(), contentType, content.getBytes(StandardCharsets.UTF_8), new SecureRandom());
    }

    private String payloadOf(String invocation) {
        var id = jdbc.queryForObject(
                "select (payload::jsonb -> 'payload' ->> 'id')::uuid from domain_event where aggregate_id = ? and sequence_number = 0",
                UUID.class,
                invocation);
        return new String(payloads.find(id).orElseThrow().content(), StandardCharsets.UTF_8);
    }

    private List<String> events(String aggregate) {
        return history.of(aggregate).stream().map(StoredEvent::type).toList();
    }

    private static byte[] zip(String file, int size) {
        var content = new byte[size];
        new Random(42).nextBytes(content);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(file));
            zip.write(content);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(30)).ignoreExceptions();
    }
}
