package io.cloudfunc.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.store.Fact;
import io.cloudfunc.store.Histories;
import io.cloudfunc.store.TestPostgres;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What is asked of an instant of the past is what was answered then. */
@SpringBootTest(classes = QuerySideApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class AsOfIT {

    private static final List<String> LISTS = List.of(
            "/v1/functions",
            "/v1/invocations",
            "/v1/invocations?function=alpha",
            "/v1/invocations?state=FAILED",
            "/v1/containers",
            "/v1/containers?function=beta");
    private static final int PARTS = 8;

    /** All events lie in the past, a second of their own for each part of a history. */
    private static final Instant BEGIN =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);

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
    @ValueSource(longs = {11, 12, 13})
    void a_list_of_an_instant_is_the_list_that_was_shown_then(long seed) {
        var parts = parts(Histories.random(seed, 1_200), new Random(seed));
        var shown = new TreeMap<Instant, List<List<JsonNode>>>();
        for (var part = 0; part < PARTS; part++) {
            var at = BEGIN.plusSeconds(part);
            views.appender().append(parts.get(part), at);
            views.awaitAllHandled();
            shown.put(at, LISTS.stream().map(reader::items).toList());
        }

        shown.forEach((at, then) -> {
            for (var list = 0; list < LISTS.size(); list++) {
                assertThat(reader.items(at(LISTS.get(list), at) + "&limit=7"))
                        .as("seed %d, %s at %s", seed, LISTS.get(list), at)
                        .isEqualTo(then.get(list));
            }
        });
        assertThat(shown.lastEntry().getValue())
                .allSatisfy(list -> assertThat(list).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.cloudfunc.store.Histories#seeds")
    void a_list_of_any_position_is_the_list_that_was_shown_when_that_was_the_last(long seed) {
        var random = new Random(seed);
        var history = Histories.random(seed, 250);
        var shown = new TreeMap<Long, List<List<JsonNode>>>();
        for (var first = 0; first < history.size(); ) {
            var last = Math.min(history.size(), first + 1 + random.nextInt(30));
            views.appender().append(history.subList(first, last));
            views.awaitAllHandled();
            shown.put(lastPosition(), LISTS.stream().map(reader::items).toList());
            first = last;
        }

        shown.forEach((position, then) -> assertThat(LISTS.stream()
                        .map(list -> reader.items(at(list, position)))
                        .toList())
                .as("seed %d, position %d", seed, position)
                .isEqualTo(then));
        assertThat(shown).hasSizeGreaterThan(7);
    }

    private long lastPosition() {
        return jdbc.queryForObject("select max(global_index) from domain_event", Long.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {14, 15})
    void one_that_is_asked_for_by_name_or_id_is_as_its_list_showed_it_then(long seed) {
        var parts = parts(Histories.random(seed, 800), new Random(seed));
        for (var part = 0; part < PARTS; part++) {
            views.appender().append(parts.get(part), BEGIN.plusSeconds(part));
        }
        views.awaitAllHandled();
        var at = BEGIN.plusSeconds(PARTS / 2);

        for (var list : List.of("/v1/functions", "/v1/invocations", "/v1/containers")) {
            var key = list.equals("/v1/functions") ? "name" : "id";
            var then = reader.items(at(list, at));
            assertThat(then)
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(
                                    reader.ok(at(list + "/" + item.path(key).asString(), at)))
                            .isEqualTo(item));
        }
    }

    @Test
    void lists_a_function_that_was_removed_since_and_not_one_that_came_since() {
        append(0, "Function", "gone", 0, Facts.deployed("gone", 1, 1, 0));
        append(2, "Function", "gone", 1, Facts.removed("gone", 1, 9));
        append(2, "Function", "new", 0, Facts.deployed("new", 1, 1, 9));

        assertThat(reader.all(at("/v1/functions", BEGIN.plusSeconds(1)), "name"))
                .containsExactly("gone");
        assertThat(reader.ok(at("/v1/functions/gone", BEGIN.plusSeconds(1)))
                        .path("state")
                        .asString())
                .isEqualTo("PREPARING");
        reader.problem(at("/v1/functions/new", BEGIN.plusSeconds(1)), 404, "unknown-function");
        reader.problem(at("/v1/functions/gone", BEGIN.plusSeconds(3)), 404, "unknown-function");
    }

    @Test
    void finds_the_last_use_of_a_container_far_back_in_the_stream() {
        var call = Facts.invocation();
        var run = Facts.execution("old", 1, ColdReason.FIRST_CALL, 2);
        append(0, "Container", "old", 0, Facts.started("old", "boxed", 1));
        append(0, "Invocation", call, 0, Facts.requested(call, "boxed", 0));
        append(0, "Invocation", call, 1, Facts.started(call, "boxed", 1, run));
        views.appender().append(others(9_000), BEGIN.plusSeconds(1));

        var then = reader.ok(at("/v1/containers/old", BEGIN.plusSeconds(1)));

        assertThat(then.path("lease").asInt()).isOne();
        assertThat(then.path("state").asString()).isEqualTo("BUSY");
    }

    @Test
    void refuses_an_instant_to_come_one_before_the_first_event_and_what_is_none() {
        append(0, "Function", "hello", 0, Facts.deployed("hello", 1, 1, 0));

        for (var wrong :
                List.of("2999-01-01T00:00:00Z", BEGIN.minusSeconds(1).toString(), "yesterday", "0", "999999999999")) {
            var problem = reader.problem("/v1/functions?at=" + wrong, 400, "invalid-value");
            assertThat(problem.path("field").asString()).isEqualTo("at");
            assertThat(problem.path("offending").asString()).isEqualTo(wrong);
            assertThat(problem.path("expected").asString()).containsAnyOf("instant", "position");
        }
    }

    @Test
    void refuses_every_instant_before_anything_happened() {
        var problem = reader.problem(at("/v1/invocations", BEGIN), 400, "invalid-value");

        assertThat(problem.path("expected").asString()).contains("nothing happened yet");
    }

    private static String at(String path, Object at) {
        return path + (path.contains("?") ? "&" : "?") + "at=" + at;
    }

    private void append(long second, String type, Object aggregate, long sequence, Object event) {
        views.appender()
                .append(List.of(new Fact(type, aggregate.toString(), sequence, event)), BEGIN.plusSeconds(second));
    }

    private static List<Fact> others(int count) {
        var others = new ArrayList<Fact>();
        for (var number = 0; number < count; number++) {
            var call = Facts.invocation();
            others.add(new Fact("Invocation", call.toString(), 0, Facts.requested(call, "other", 1)));
        }
        return others;
    }

    private static List<List<Fact>> parts(List<Fact> history, Random random) {
        var parts = new ArrayList<List<Fact>>();
        var first = 0;
        for (var part = 1; part <= PARTS; part++) {
            var last = part == PARTS ? history.size() : first + 1 + random.nextInt((history.size() - first) / 2);
            parts.add(history.subList(first, last));
            first = last;
        }
        return parts;
    }
}
