package io.cloudfunc.query;

import static io.cloudfunc.query.Reader.header;
import static io.cloudfunc.query.Reader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.query.view.ViewPositions;
import io.cloudfunc.store.Fact;
import io.cloudfunc.store.PayloadErasure;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.TestPostgres;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The query side through its door: HTTP and database are real. */
@SpringBootTest(classes = QuerySideApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class QuerySideIT {

    @Autowired
    EventStore events;

    @Autowired
    TransactionManager transactions;

    @Autowired
    PayloadStore payloads;

    @Autowired
    PayloadErasure erasure;

    @Autowired
    EventProcessingConfiguration processing;

    @Autowired
    ViewPositions positions;

    @LocalServerPort
    int port;

    private Appender appender;
    private Reader reader;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var url = TestPostgres.url();
        properties.add("spring.datasource.url", () -> url);
    }

    @BeforeEach
    void connect() {
        appender = new Appender(events, transactions);
        reader = new Reader(port);
    }

    @Test
    void lists_deployed_functions_by_name_a_page_at_a_time_and_no_removed_ones() {
        for (var name : List.of("list-c", "list-a", "list-b", "list-gone")) {
            happen("Function", name, Facts.deployed(name, 1, 1, 0), Facts.ready(name, 1, 1, 1));
        }
        append("Function", "list-gone", 2, Facts.removed("list-gone", 1, 9));

        eventually().untilAsserted(() -> {
            var names = reader.all("/v1/functions?limit=2", "name");
            assertThat(names).isSorted().contains("list-a", "list-b", "list-c").doesNotContain("list-gone");
        });
        assertThat(reader.ok("/v1/functions?limit=2").path("items")).hasSize(2);
    }

    @Test
    void tells_a_function_at_once_with_its_revisions_settings_and_lives() {
        happen(
                "Function",
                "told",
                Facts.deployed("told", 1, 1, 0),
                Facts.ready("told", 1, 1, 1),
                Facts.deployed("told", 1, 2, 2),
                Facts.failed("told", 1, 2, "no handler", null, 3));

        var told = reader.ok("/v1/functions/told");

        assertThat(told.path("name").asString()).isEqualTo("told");
        assertThat(told.path("state").asString()).isEqualTo("READY");
        assertThat(told.path("servingRevision").asInt()).isOne();
        assertThat(told.path("latestRevision").asInt()).isEqualTo(2);
        assertThat(told.path("deployedAt").asString()).isEqualTo("2026-01-31T12:00:02Z");
        assertThat(told.at("/revisions/0/settings/memoryMiB").asInt()).isEqualTo(128);
        assertThat(told.at("/revisions/1/failure/message").asString()).isEqualTo("no handler");
        var revisions = reader.ok("/v1/functions/told/revisions");
        assertThat(revisions.path("items")).isEqualTo(told.path("revisions"));
        assertThat(reader.ok("/v1/functions/told/events").at("/items/3/type").asString())
                .isEqualTo("RevisionFailed");
    }

    @Test
    void tells_a_removed_function_only_to_whoever_asks_for_removed_ones() {
        happen("Function", "gone", Facts.deployed("gone", 1, 1, 0), Facts.removed("gone", 1, 9));

        assertThat(reader.problem("/v1/functions/gone", 404, "unknown-function")
                        .path("offending")
                        .asString())
                .isEqualTo("gone");
        reader.problem("/v1/functions/gone/revisions", 404, "unknown-function");
        var removed = reader.ok("/v1/functions/gone?removed=true");
        assertThat(removed.path("state").asString()).isEqualTo("REMOVED");
        assertThat(removed.path("removedAt").asString()).isEqualTo("2026-01-31T12:00:09Z");
        assertThat(reader.ok("/v1/functions/gone/events").path("items")).hasSize(2);
    }

    @Test
    void answers_the_log_of_a_failed_revision_and_says_why_there_is_none_of_another() {
        var log = store("text/plain", "SyntaxError: ünexpected");
        happen(
                "Function",
                "logged",
                Facts.deployed("logged", 1, 1, 0),
                Facts.failed("logged", 1, 1, "no handler", log, 1),
                Facts.deployed("logged", 1, 2, 2),
                Facts.ready("logged", 1, 2, 3),
                Facts.deployed("logged", 1, 3, 4));

        assertThat(text(reader.get("/v1/functions/logged/revisions/1/log"))).isEqualTo("SyntaxError: ünexpected");
        assertThat(nothing("/v1/functions/logged/revisions/2/log"))
                .contains("logged")
                .contains("became ready");
        assertThat(nothing("/v1/functions/logged/revisions/3/log")).contains("being prepared");
        var unknown = reader.problem("/v1/functions/logged/revisions/4/log", 404, "unknown-revision");
        assertThat(unknown.path("offending").asString()).isEqualTo("4");
        assertThat(unknown.path("expected").asString()).contains("1 to 3");
    }

    @Test
    void tells_a_call_from_its_acceptance_on_though_no_view_has_it_yet() {
        var id = Facts.invocation();
        whileStopped("invocations", () -> {
            append("Invocation", id, 0, Facts.requested(id, "unseen", 0));

            assertThat(reader.ok("/v1/invocations/" + id).path("state").asString())
                    .isEqualTo("WAITING");
            assertThat(reader.ok("/v1/invocations/" + id + "/events").path("items"))
                    .hasSize(1);
            assertThat(reader.all("/v1/invocations?function=unseen", "id")).isEmpty();
        });

        eventually().until(() -> reader.all("/v1/invocations?function=unseen", "id"), List.of(id.toString())::equals);
    }

    @Test
    void answers_the_output_byte_for_byte_with_the_type_the_function_gave_it() {
        var bytes = new byte[70_000];
        new SecureRandom().nextBytes(bytes);

        assertThat(output("image/png", bytes).body()).isEqualTo(bytes);
        assertThat(header(output("image/png", bytes), "Content-Type")).isEqualTo("image/png");
        assertThat(header(output("application/json", bytes), "Content-Type")).isEqualTo("application/json");
        assertThat(header(output("text/plain;charset=iso-8859-1", bytes), "Content-Type"))
                .isEqualToIgnoringCase("text/plain;charset=iso-8859-1");
        assertThat(header(output("text/html", bytes), "Content-Security-Policy"))
                .contains("sandbox");
        assertThat(header(output("text/html", bytes), "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(output("no type at all", bytes), "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(output("*/*", bytes), "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(output("text/plain", new byte[0]).body()).isEmpty();
    }

    @Test
    void answers_the_log_of_a_call_and_nothing_where_it_wrote_nothing() {
        var log = store("text/plain", "línes\nof log");
        var wrote = succeeded("wrote", store("text/plain", "x"), log);
        var silent = succeeded("wrote", store("text/plain", "x"), null);

        var answer = reader.get("/v1/invocations/" + wrote + "/logs");
        assertThat(text(answer)).isEqualTo("línes\nof log");
        assertThat(header(answer, "Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(reader.get("/v1/invocations/" + silent + "/logs").statusCode())
                .isEqualTo(200);
        assertThat(reader.get("/v1/invocations/" + silent + "/logs").body()).isEmpty();
    }

    @Test
    void says_why_a_failed_call_has_no_output_and_still_has_its_log() {
        var id = Facts.invocation();
        var run = Facts.execution("c-failed", 1, ColdReason.FIRST_CALL, 2);
        happen(
                "Invocation",
                id,
                Facts.requested(id, "failing", 0),
                Facts.started(id, "failing", 1, run),
                Facts.failed(
                        id,
                        "failing",
                        1,
                        run,
                        FailureKind.HANDLER_RAISED,
                        "ValueError: 7",
                        store("text/plain", "oh"),
                        5));

        var told = reader.ok("/v1/invocations/" + id);
        assertThat(told.path("state").asString()).isEqualTo("FAILED");
        assertThat(told.at("/failure/kind").asString()).isEqualTo("HANDLER_RAISED");
        assertThat(nothing("/v1/invocations/" + id + "/output"))
                .contains("HANDLER_RAISED", "ValueError: 7", id.toString());
        assertThat(text(reader.get("/v1/invocations/" + id + "/logs"))).isEqualTo("oh");
    }

    @Test
    void tells_what_a_function_said_of_its_failure_until_that_is_erased() {
        var id = Facts.invocation();
        happen(
                "Function",
                "saying",
                Facts.deployed("saying", 1, 1, 0),
                new RevisionFailed(
                        new FunctionName("saying"),
                        1,
                        1,
                        FailureKind.LOAD_FAILED,
                        FailureKind.LOAD_FAILED.sentence(),
                        store("text/plain", "no hándler"),
                        null,
                        Facts.WORKER,
                        Facts.at(1)));
        happen(
                "Invocation",
                id,
                Facts.requested(id, "saying", 0),
                Facts.failed(
                        id,
                        "saying",
                        Facts.execution("c-saying", 1, null, 2),
                        store("text/plain", "VälueError: 7"),
                        5));
        eventually().until(() -> reader.items("/v1/invocations?function=saying").size() == 1);

        assertThat(toldOf(id)).allSatisfy(told -> assertThat(told).contains("VälueError: 7"));
        assertThat(reader.ok("/v1/functions/saying")
                        .at("/revisions/0/failure/message")
                        .asString())
                .isEqualTo("no hándler");

        erasure.eraseOf(List.of(id.toString(), "saying"));

        assertThat(toldOf(id))
                .allSatisfy(told -> assertThat(told)
                        .contains("The handler raised an exception (what was said of it was erased)")
                        .doesNotContain("VälueError"));
        assertThat(reader.ok("/v1/functions/saying").toString()).doesNotContain("no hándler");
    }

    private List<String> toldOf(InvocationId failed) {
        var one = "/v1/invocations/" + failed;
        return List.of(
                reader.ok(one).at("/failure/message").asString(),
                reader.items("/v1/invocations?function=saying&state=FAILED").toString(),
                reader.ok(one + "/events").path("story").toString(),
                nothing(one + "/output"));
    }

    @ParameterizedTest
    @CsvSource({"OVERDUE, it was due", "FUNCTION_REMOVED, the function was removed"})
    void says_why_a_call_that_never_ran_ended(FailureKind reason, String message) {
        var id = Facts.invocation();
        happen(
                "Invocation",
                id,
                Facts.requested(id, "abandoned", 0),
                Facts.abandoned(id, "abandoned", reason, message, 9));

        assertThat(reader.ok("/v1/invocations/" + id).at("/failure/kind").asString())
                .isEqualTo(reason.name());
        assertThat(nothing("/v1/invocations/" + id + "/output")).contains(reason.name(), message);
        assertThat(nothing("/v1/invocations/" + id + "/logs")).contains(reason.name());
    }

    @Test
    void says_that_a_call_which_has_not_ended_has_no_output_yet_and_that_an_erased_one_was_erased() {
        var waiting = Facts.invocation();
        append("Invocation", waiting, 0, Facts.requested(waiting, "early", 0));
        var erased = succeeded("early", Facts.ref("text/plain", 3), null);

        assertThat(nothing("/v1/invocations/" + waiting + "/output")).contains("WAITING");
        assertThat(nothing("/v1/invocations/" + waiting + "/logs")).contains("WAITING");
        assertThat(nothing("/v1/invocations/" + erased + "/output")).contains("erased");
    }

    @Test
    void lists_calls_the_newest_first_by_function_and_state_over_all_pages() {
        var succeeded = IntStream.range(0, 7)
                .mapToObj(
                        n -> succeeded("paged", store("text/plain", "x"), null).toString())
                .toList();
        var waiting = Facts.invocation();
        append("Invocation", waiting, 0, Facts.requested(waiting, "paged", 0));
        succeeded("another", store("text/plain", "x"), null);
        var newestFirst = new ArrayList<>(succeeded);
        newestFirst.add(waiting.toString());

        eventually()
                .until(
                        () -> reader.all("/v1/invocations?function=paged&limit=3", "id"),
                        newestFirst.reversed()::equals);
        assertThat(reader.all("/v1/invocations?function=paged&state=SUCCEEDED&limit=2", "id"))
                .isEqualTo(succeeded.reversed());
        assertThat(reader.all("/v1/invocations?function=paged&state=WAITING", "id"))
                .containsExactly(waiting.toString());
        assertThat(reader.all("/v1/invocations?state=WAITING", "id")).contains(waiting.toString());
        assertThat(reader.all("/v1/invocations?function=nobody", "id")).isEmpty();
    }

    @Test
    void answers_a_waiting_reader_as_soon_as_the_call_has_ended() throws Exception {
        var id = Facts.invocation();
        append("Invocation", id, 0, Facts.requested(id, "awaited", 0));
        var answer = reader.begin("/v1/invocations/" + id + "?wait=60");

        append(
                "Invocation",
                id,
                1,
                Facts.succeeded(
                        id, "awaited", 1, Facts.execution("c-awaited", 1, null, 2), store("text/plain", "x"), null, 5));

        assertThat(answer.get().path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(reader.ok("/v1/invocations/" + id + "?wait=60").path("state").asString())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void answers_a_waiting_reader_as_it_is_when_the_time_has_passed() {
        var id = Facts.invocation();
        append("Invocation", id, 0, Facts.requested(id, "slow", 0));

        assertThat(reader.ok("/v1/invocations/" + id + "?wait=1").path("state").asString())
                .isEqualTo("WAITING");
    }

    @Test
    void lists_the_containers_that_are_there_busy_or_warm_and_until_when() {
        var id = Facts.invocation();
        var run = Facts.execution("boxed-1", 1, ColdReason.FIRST_CALL, 2);
        happen("Container", "boxed-1", Facts.started("boxed-1", "boxed", 1));
        happen(
                "Invocation",
                id,
                Facts.requested(id, "boxed", 0),
                Facts.started(id, "boxed", 1, run),
                Facts.succeeded(id, "boxed", 1, run, store("text/plain", "x"), null, 5));
        happen("Container", "boxed-2", Facts.started("boxed-2", "boxed", 6));
        happen(
                "Container",
                "boxed-3",
                Facts.started("boxed-3", "boxed", 6),
                Facts.stopped("boxed-3", "boxed", StopReason.EVICTED, 7));

        eventually().until(() -> reader.all("/v1/containers?function=boxed", "state"), List.of("WARM", "BUSY")::equals);
        var listed = reader.ok("/v1/containers?function=boxed").path("items");
        assertThat(listed.path(0).path("id").asString()).isEqualTo("boxed-1");
        assertThat(listed.path(0).path("expiresAt").asString()).isEqualTo("2026-01-31T12:01:05Z");
        assertThat(listed.path(1).path("id").asString()).isEqualTo("boxed-2");
        assertThat(reader.all("/v1/containers?limit=1", "id")).contains("boxed-1", "boxed-2");
        assertThat(reader.ok("/v1/containers/boxed-3/events")
                        .at("/items/1/data/reason")
                        .asString())
                .isEqualTo("EVICTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/output", "/logs", "/events", "?wait=1"})
    void names_a_call_that_nobody_accepted_and_what_was_expected(String part) {
        var id = UUID.randomUUID().toString();

        var problem = reader.problem("/v1/invocations/" + id + part, 404, "unknown-invocation");

        assertThat(problem.path("offending").asString()).isEqualTo(id);
        assertThat(problem.path("expected").asString()).contains("accepted invocation");
    }

    @Test
    void names_a_function_and_a_container_that_never_were() {
        var function = reader.problem("/v1/functions/nobody", 404, "unknown-function");
        assertThat(function.path("offending").asString()).isEqualTo("nobody");
        assertThat(function.path("expected").asString()).contains("deployed function");
        reader.problem("/v1/functions/nobody/events", 404, "unknown-function");
        reader.problem("/v1/functions/nobody/revisions/1/log", 404, "unknown-function");

        var container = reader.problem("/v1/containers/nothing/events", 404, "unknown-container");
        assertThat(container.path("offending").asString()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/functions?limit=0, limit, 0",
        "/v1/functions?limit=501, limit, 501",
        "/v1/functions?limit=many, limit, many",
        "/v1/functions?cursor=!!!, cursor, !!!",
        "/v1/invocations?limit=-1, limit, -1",
        "/v1/invocations?cursor=!!!, cursor, !!!",
        "/v1/invocations?cursor=YQpi, cursor, YQpi",
        "/v1/invocations?state=LOST, state, LOST",
        "/v1/invocations?function=Not_A_Name, function name, Not_A_Name",
        "/v1/containers?cursor=YQ, cursor, YQ",
        "/v1/containers?limit=0, limit, 0",
        "/v1/functions/Not_A_Name, function name, Not_A_Name",
        "/v1/functions/hello/revisions/first/log, revision, first",
        "/v1/functions/hello?removed=perhaps, removed, perhaps",
        "/v1/invocations/7, invocation id, 7",
        "/v1/invocations/0-0-0-0-0, invocation id, 0-0-0-0-0",
        "/v1/invocations/018f0000-0000-7000-8000-000000000000?wait=61, wait, 61",
        "/v1/invocations/018f0000-0000-7000-8000-000000000000?wait=-1, wait, -1",
        "/v1/invocations/018f0000-0000-7000-8000-000000000000?wait=long, wait, long",
        "/v1/containers/a%20b/events, container id, a b"
    })
    void names_the_value_that_is_wrong_and_what_it_should_be(String path, String field, String value) {
        var problem = reader.problem(path.replace("!!!", "%21%21%21"), 400, "invalid-value");

        assertThat(problem.path("field").asString()).isEqualTo(field);
        assertThat(problem.path("offending").asString()).isEqualTo(value);
        assertThat(problem.path("expected").asString()).isNotBlank();
    }

    @Test
    void is_ready_again_as_soon_as_a_view_that_fell_behind_has_caught_up() {
        eventually()
                .untilAsserted(
                        () -> assertThat(reader.get("/readyz").statusCode()).isEqualTo(200));

        whileStopped("functions", () -> {
            appender.append(
                    List.of(new Fact("Function", "behind", 0, Facts.deployed("behind", 1, 1, 0))),
                    Instant.now().minusSeconds(3_600));

            var unready = reader.get("/readyz");
            assertThat(unready.statusCode()).isEqualTo(503);
            var projections = Reader.json(unready).at("/components/projections");
            assertThat(projections.path("status").asString()).isEqualTo("DOWN");
            assertThat(reader.get("/livez").statusCode()).isEqualTo(200);
        });

        eventually()
                .untilAsserted(
                        () -> assertThat(reader.get("/readyz").statusCode()).isEqualTo(200));
    }

    /** Its token is stored some seconds later. */
    @Test
    void is_ready_as_soon_as_a_view_has_passed_old_events_that_are_not_its() {
        whileStopped("functions", () -> {
            var call = Facts.invocation();
            appender.append(
                    List.of(new Fact("Invocation", call.toString(), 0, Facts.requested(call, "hello", 0))),
                    Instant.now().minusSeconds(3_600));
        });

        eventually()
                .untilAsserted(
                        () -> assertThat(reader.get("/readyz").statusCode()).isEqualTo(200));
        assertThat(positions.behind(positions.of("functions"))).isPositive();
    }

    @Test
    void tells_whoever_watches_what_changes_once_it_is_in_the_lists() {
        var first = reader.watch();
        var second = reader.watch();
        first.await("hello", "now");
        second.await("hello", "now");

        happen("Function", "watched", Facts.deployed("watched", 1, 1, 0), Facts.ready("watched", 1, 1, 1));

        assertThat(first.await("functions", "watched").at("/rows/0/state").asString())
                .isEqualTo("READY");
        assertThat(second.await("functions", "watched").path("more").asBoolean())
                .isFalse();
        assertThat(reader.all("/v1/functions", "name")).contains("watched");
        assertThat(first.await("projections", "containers")).hasSize(3);
    }

    @Test
    void counts_calls_by_the_minute_for_whoever_watches() {
        var watching = reader.watch();
        watching.await("hello", "now");
        var id = Facts.invocation();
        var output = store("text/plain", "done");
        var now = Duration.between(Facts.START, Instant.now()).toSeconds();

        happen(
                "Invocation",
                id,
                Facts.requested(id, "counted", now),
                Facts.succeeded(
                        id,
                        "counted",
                        1,
                        Facts.execution("counted-1", 1, ColdReason.FIRST_CALL, now),
                        output,
                        null,
                        now));

        var minute = watching.await("activity", "counted").at("/counted/0");
        assertThat(minute.path("ended").asInt()).isOne();
        assertThat(minute.path("failed").asInt()).isZero();
        assertThat(reader.watch().await("activity", "counted").at("/counted/0")).isEqualTo(minute);
    }

    @Test
    void lists_all_events_the_latest_first_and_up_to_any_instant() {
        var then = Instant.now().minusMillis(100);
        appender.append(
                List.of(
                        new Fact("Function", "long-before-then", 0, Facts.deployed("long-before-then", 1, 1, 0)),
                        new Fact("Function", "before-then", 0, Facts.deployed("before-then", 1, 1, 0))),
                then.minusMillis(100));
        happen("Function", "after-then", Facts.deployed("after-then", 1, 1, 0));

        var latest = reader.ok("/v1/events?limit=2").path("items");
        var past = reader.ok("/v1/events?limit=1&at=" + then);

        assertThat(latest.at("/0/data/function").asString()).isEqualTo("after-then");
        assertThat(latest.at("/1/data/function").asString()).isEqualTo("before-then");
        assertThat(past.at("/items/0/data/function").asString()).isEqualTo("before-then");
        assertThat(reader.ok("/v1/events?limit=1&cursor=" + past.path("next").asString())
                        .at("/items/0/position")
                        .asLong())
                .isLessThan(past.at("/items/0/position").asLong());
        reader.problem("/v1/events?cursor=bm90LWEtbnVtYmVy", 400, "invalid-value");
    }

    @Test
    void tells_when_how_much_happened() {
        happen("Function", "dense", Facts.deployed("dense", 1, 1, 0));

        var density = reader.ok("/v1/events/density");

        var marks = density.path("marks");
        assertThat(Instant.parse(density.path("first").asString()))
                .isBeforeOrEqualTo(Instant.parse(density.path("now").asString()));
        assertThat(marks.path(marks.size() - 1).path("position").asLong())
                .isEqualTo(
                        reader.ok("/v1/events?limit=1").at("/items/0/position").asLong());
    }

    private void whileStopped(String view, Runnable deeds) {
        var processor =
                processing.eventProcessor(view, StreamingEventProcessor.class).orElseThrow();
        processor.shutDown();
        try {
            deeds.run();
        } finally {
            processor.start();
        }
    }

    private InvocationId succeeded(String function, PayloadRef output, PayloadRef log) {
        var id = Facts.invocation();
        var run = Facts.execution("c-" + function, 1, null, 2);
        happen(
                "Invocation",
                id,
                Facts.requested(id, function, 0),
                Facts.started(id, function, 1, run),
                Facts.succeeded(id, function, 1, run, output, log, 5));
        return id;
    }

    private HttpResponse<byte[]> output(String contentType, byte[] bytes) {
        return reader.get("/v1/invocations/" + succeeded("typed", store(contentType, bytes), null) + "/output");
    }

    private String nothing(String path) {
        return reader.problem(path, 404, "nothing-stored").path("detail").asString();
    }

    private PayloadRef store(String contentType, String content) {
        return store(contentType, content.getBytes(StandardCharsets.UTF_8));
    }

    private PayloadRef store(String contentType, byte[] content) {
        var id = Generators.timeBasedEpochGenerator().generate();
        var payload = Payload.of(id, contentType, content, new SecureRandom());
        payloads.save(List.of(payload));
        return payload.ref();
    }

    private void happen(String type, Object aggregate, Object... all) {
        appender.append(IntStream.range(0, all.length)
                .mapToObj(n -> new Fact(type, aggregate.toString(), n, all[n]))
                .toList());
    }

    private void append(String type, Object aggregate, long sequence, Object event) {
        appender.append(List.of(new Fact(type, aggregate.toString(), sequence, event)));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90));
    }
}
