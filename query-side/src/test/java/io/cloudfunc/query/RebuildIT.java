package io.cloudfunc.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.store.Fact;
import io.cloudfunc.store.Histories;
import io.cloudfunc.store.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Views are made anew beside those in use, over REST, and are the same. */
@SpringBootTest(classes = QuerySideApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class RebuildIT {

    @Autowired
    EventStore events;

    @Autowired
    TransactionManager transactions;

    @Autowired
    EventProcessingConfiguration processing;

    @Autowired
    TokenStore tokens;

    @Autowired
    JdbcTemplate jdbc;

    @LocalServerPort
    int port;

    private LiveViews views;
    private Reader reader;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var url = TestPostgres.url();
        properties.add("spring.datasource.url", () -> url);
    }

    @BeforeEach
    void beginEmpty() {
        views = new LiveViews(events, transactions, processing, tokens, jdbc);
        views.empty();
        reader = new Reader(port);
    }

    @ParameterizedTest
    @MethodSource("io.cloudfunc.store.Histories#seeds")
    void views_made_anew_have_the_rows_that_live_handling_made(long seed) {
        views.handle(Histories.random(seed, 1_500), new Random(seed));
        var live = views.rows();
        var former = objects();

        reader.accepted("/v1/projections:rebuild");
        awaitEnd("DONE");

        assertThat(views.rows()).as("seed %d", seed).isEqualTo(live);
        assertThat(objects()).as("other tables of the same names").isNotEqualTo(former);
        assertThat(reader.posted("/v1/projections:check").path("items"))
                .hasSize(3)
                .allSatisfy(check -> assertThat(check.path("equal").asBoolean()).isTrue());
    }

    @Test
    void goes_on_handling_events_and_answering_while_views_are_made_anew() {
        views.handle(Histories.random(24, 1_500), new Random(24));
        var over = new AtomicBoolean();
        var answers = CompletableFuture.supplyAsync(() -> {
            var statuses = new ArrayList<Integer>();
            while (!over.get()) {
                views.appender().append(requested(5));
                statuses.add(reader.get("/v1/invocations").statusCode());
            }
            return statuses;
        });

        try {
            for (var time = 0; time < 3; time++) {
                reader.accepted("/v1/projections:rebuild");
                awaitEnd("DONE");
            }
        } finally {
            over.set(true);
        }

        assertThat(answers.join()).isNotEmpty().containsOnly(200);
        views.awaitAllHandled();
        assertThat(reader.posted("/v1/projections/invocations:check")
                        .path("equal")
                        .asBoolean())
                .isTrue();
        assertThat(jdbc.queryForObject("select count(*) from view_invocation", Long.class))
                .isEqualTo(jdbc.queryForObject(
                        "select count(*) from domain_event where payload_type like '%InvocationRequested'",
                        Long.class));
    }

    @Test
    void a_view_made_anew_has_indexes_of_the_same_names_and_nothing_is_left_over() {
        jdbc.execute("create table view_function_r999 (key text)");
        views.handle(Histories.random(25, 200), new Random(25));
        var names = indexes();

        reader.accepted("/v1/projections/invocations:rebuild");
        awaitEnd("DONE");

        assertThat(indexes()).isEqualTo(names).isNotEmpty();
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "select tablename from pg_tables where tablename ~ '^view_[a-z]+_(r|was)'", String.class))
                .isEmpty());
        assertThat(jdbc.queryForList(
                        "select processor_name from processor_token where processor_name like 'rebuild%'",
                        String.class))
                .isEmpty();
    }

    @Test
    void tells_which_rows_are_not_as_the_events_make_them_and_repairs_them() {
        views.handle(requested(30), new Random(26));
        var keys = jdbc.queryForList("select key from view_invocation order by key", String.class);
        jdbc.update("delete from view_invocation where key = ?", keys.get(0));
        jdbc.update("update view_invocation set state = 'FAILED' where key = ?", keys.get(1));
        jdbc.update(
                "insert into view_invocation select 'x', function, state, sequence, view from view_invocation"
                        + " where key = ?",
                keys.get(2));

        var check = reader.posted("/v1/projections/invocations:check");

        assertThat(check.path("equal").asBoolean()).isFalse();
        assertThat(check.path("rows").asInt()).isEqualTo(30);
        assertThat(check.path("missing").asInt()).isOne();
        assertThat(check.path("different").asInt()).isOne();
        assertThat(check.path("extra").asInt()).isOne();
        assertThat(check.path("findings")).hasSize(3);
        assertThat(check.at("/findings/0/key").asString()).isEqualTo(keys.get(0));
        assertThat(check.at("/findings/0/sort").asString()).isEqualTo("MISSING");

        reader.accepted("/v1/projections/invocations:rebuild");
        awaitEnd("DONE");
        assertThat(reader.posted("/v1/projections/invocations:check")
                        .path("equal")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void takes_over_a_rebuild_when_the_claim_of_its_process_has_passed_and_refuses_another_until_then() {
        views.handle(requested(10), new Random(27));
        jdbc.update("insert into processor_token (processor_name, segment, updated_at, owner)"
                + " select 'rebuild-' || coalesce(max(id), 0) + 1, 0, '2999-01-01T00:00:00.000Z', 'other'"
                + " from view_rebuild");
        jdbc.update("insert into view_rebuild (id, views, asked_at, target) overriding system value"
                + " select coalesce(max(id), 0) + 1, '{invocations}', now(), 10 from view_rebuild");
        jdbc.execute("select setval(pg_get_serial_sequence('view_rebuild', 'id'), max(id)) from view_rebuild");

        var refused = reader.refused("/v1/projections/functions:rebuild", 409, "rebuild-under-way");
        assertThat(refused.path("offending").asString()).isEqualTo("invocations");
        assertThat(rebuildOf("invocations").path("state").asString()).isEqualTo("RUNNING");

        jdbc.update("update processor_token set updated_at = '2000-01-01T00:00:00.000Z' where owner = 'other'");
        awaitEnd("DONE");
        assertThat(rebuildOf("invocations").path("events").asInt()).isEqualTo(10);
    }

    @Test
    void keeps_the_view_in_use_when_the_events_cannot_be_folded() {
        views.handle(requested(10), new Random(28));
        var live = jdbc.queryForList("select key, view::text from view_invocation order by key");
        var id = Facts.invocation();
        var unaccepted = Facts.started(id, "hello", 1, Facts.execution("box", 1, null, 1));
        views.appender().append(List.of(new Fact("Invocation", id.toString(), 0, unaccepted)));

        reader.accepted("/v1/projections/invocations:rebuild");
        awaitEnd("FAILED");

        assertThat(rebuildOf("invocations").path("problem").asString()).contains("begins with");
        assertThat(jdbc.queryForList("select key, view::text from view_invocation order by key"))
                .isEqualTo(live);
    }

    @Test
    void tells_of_each_view_how_far_it_is_and_how_it_was_made_anew() {
        views.handle(requested(50), new Random(29));
        reader.accepted("/v1/projections:rebuild");
        awaitEnd("DONE");

        var told = reader.ok("/v1/projections");

        assertThat(reader.all("/v1/projections", "name")).containsExactly("containers", "functions", "invocations");
        var invocations = told.path("items").path(2);
        assertThat(invocations.path("behind").asInt()).isZero();
        assertThat(invocations.path("lag").asString()).isEqualTo("PT0S");
        assertThat(invocations.at("/rebuild/share").asDouble()).isEqualTo(1);
        assertThat(invocations.at("/rebuild/events").asInt()).isEqualTo(50);
        assertThat(invocations.at("/rebuild/eventsPerSecond").asInt()).isPositive();
        assertThat(reader.ok("/v1/projections/invocations")).isEqualTo(invocations);
        reader.problem("/v1/projections/lists", 404, "unknown-projection");
        reader.refused("/v1/projections/lists:rebuild", 404, "unknown-projection");
    }

    private void awaitEnd(String state) {
        await().atMost(Duration.ofSeconds(90))
                .until(
                        () -> jdbc.queryForList(
                                "select state from view_rebuild order by id desc limit 1", String.class),
                        List.of(state)::equals);
    }

    private JsonNode rebuildOf(String view) {
        return reader.ok("/v1/projections/" + view).path("rebuild");
    }

    private List<String> objects() {
        return jdbc.queryForList(
                "select oid::text from pg_class where relname ~ '^view_[a-z]+$' order by 1", String.class);
    }

    private List<String> indexes() {
        return jdbc.queryForList(
                "select indexname from pg_indexes where tablename = 'view_invocation' order by 1", String.class);
    }

    private static List<Fact> requested(int count) {
        var requests = new ArrayList<Fact>();
        for (var number = 0; number < count; number++) {
            var call = Facts.invocation();
            requests.add(new Fact("Invocation", call.toString(), 0, Facts.requested(call, "hello", 1)));
        }
        return requests;
    }
}
