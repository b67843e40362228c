package io.cloudfunc.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.query.Appender.Fact;
import io.cloudfunc.store.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The views that live handling made are those that a replay makes, and those that handling twice makes. */
@SpringBootTest(classes = QuerySideApplication.class, properties = "server.port=0")
class ProjectionsIT {

    private static final List<String> VIEWS = List.of("functions", "invocations", "containers");
    private static final List<String> TABLES = List.of("view_function", "view_invocation", "view_container");

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

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var url = TestPostgres.url();
        properties.add("spring.datasource.url", () -> url);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_replay_makes_the_rows_that_live_handling_made(long seed) {
        empty();
        handleLive(Histories.random(seed, 1_500), new Random(seed));
        var live = rows();

        forEachProcessor(StreamingEventProcessor::resetTokens);
        awaitAllHandled();

        assertSame(live, rows(), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void handling_every_event_again_without_a_reset_changes_no_row(long seed) {
        empty();
        handleLive(Histories.random(seed, 1_500), new Random(seed));
        var live = rows();

        forEachProcessor(this::startOver);
        awaitAllHandled();

        assertSame(live, rows(), seed);
    }

    @Test
    void takes_every_event_of_a_call_that_became_visible_behind_others() {
        empty();
        var late = Facts.invocation();
        var other = Facts.invocation();
        var execution = Facts.execution("box", 1, null, 1);
        var appender = new Appender(events, transactions);
        appender.append(List.of(call(late, 0, Facts.requested(late, "hello", 0))));

        appender.append(
                List.of(
                        call(late, 1, Facts.started(late, "hello", 1, execution)),
                        call(
                                late,
                                2,
                                Facts.succeeded(late, "hello", 1, execution, Facts.ref("text/plain", 1), null, 2))),
                () -> {
                    inAnotherThread(() -> appender.append(List.of(call(other, 0, Facts.requested(other, "hello", 0)))));
                    await().until(() -> states().containsKey(other.toString()));
                });

        await().untilAsserted(() -> assertThat(states()).containsEntry(late.toString(), "SUCCEEDED"));
    }

    @Test
    void the_histories_hold_every_kind_of_event() {
        var kinds = Histories.random(1, 1_500).stream()
                .map(fact -> fact.event().getClass().getSimpleName())
                .collect(Collectors.toSet());

        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "FunctionDeployed",
                        "RevisionReady",
                        "RevisionFailed",
                        "FunctionRolledBack",
                        "FunctionRemoved",
                        "InvocationRequested",
                        "AttemptStarted",
                        "InvocationSucceeded",
                        "InvocationFailed",
                        "InvocationAbandoned",
                        "DuplicateExecutionObserved",
                        "ContainerStarted",
                        "ContainerStopped");
    }

    private static Fact call(InvocationId invocation, long sequence, Object event) {
        return new Fact("Invocation", invocation.toString(), sequence, event);
    }

    private Map<String, String> states() {
        return jdbc.queryForList("select key, state from view_invocation").stream()
                .collect(Collectors.toMap(
                        row -> String.valueOf(row.get("key")), row -> String.valueOf(row.get("state"))));
    }

    /** A transaction belongs to its thread. */
    private static void inAnotherThread(Runnable deed) {
        CompletableFuture.runAsync(deed).join();
    }

    private void empty() {
        forEachProcessor(processor -> {
            jdbc.execute("truncate domain_event, " + String.join(", ", TABLES));
            startOver(processor);
        });
    }

    private void startOver(StreamingEventProcessor processor) {
        transactions.executeInTransaction(() -> {
            tokens.fetchToken(processor.getName(), 0);
            tokens.storeToken(null, processor.getName(), 0);
            tokens.releaseClaim(processor.getName(), 0);
        });
    }

    private void forEachProcessor(Consumer<StreamingEventProcessor> change) {
        var all = VIEWS.stream()
                .map(name -> processing
                        .eventProcessor(name, StreamingEventProcessor.class)
                        .orElseThrow())
                .toList();
        all.forEach(StreamingEventProcessor::shutDown);
        all.forEach(change);
        all.forEach(StreamingEventProcessor::start);
    }

    private void handleLive(List<Fact> history, Random random) {
        var appender = new Appender(events, transactions);
        for (var first = 0; first < history.size(); ) {
            var last = Math.min(history.size(), first + 1 + random.nextInt(20));
            appender.append(history.subList(first, last));
            first = last;
        }
        awaitAllHandled();
    }

    private void awaitAllHandled() {
        var last = jdbc.queryForObject("select max(global_index) from domain_event", Long.class);
        await().atMost(Duration.ofSeconds(90)).until(() -> VIEWS.stream().allMatch(view -> position(view) >= last));
    }

    private long position(String view) {
        return processing
                .eventProcessor(view, StreamingEventProcessor.class)
                .orElseThrow()
                .processingStatus()
                .values()
                .stream()
                .filter(status -> status.isCaughtUp())
                .mapToLong(status -> status.getCurrentPosition().orElse(-1))
                .min()
                .orElse(-1);
    }

    private Map<String, Object> rows() {
        var rows = new TreeMap<String, Object>();
        for (var table : TABLES) {
            jdbc.queryForList("select * from " + table)
                    .forEach(row -> rows.put(table + "/" + row.get("key"), row.toString()));
        }
        return rows;
    }

    private static void assertSame(Map<String, Object> live, Map<String, Object> again, long seed) {
        assertThat(live).as("seed %d", seed).hasSizeGreaterThan(100);
        assertThat(again.keySet()).as("seed %d", seed).isEqualTo(live.keySet());
        live.forEach((key, row) ->
                assertThat(again.get(key)).as("seed %d, %s", seed, key).isEqualTo(row));
    }
}
