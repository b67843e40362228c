package io.cloudfunc.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.store.Fact;
import io.cloudfunc.store.Histories;
import io.cloudfunc.store.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The views that live handling made are those that a replay makes, and those that handling twice makes. */
@SpringBootTest(classes = QuerySideApplication.class, properties = "server.port=0")
class ProjectionsIT {

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

    private LiveViews views;

    @BeforeEach
    void beginEmpty() {
        views = new LiveViews(events, transactions, processing, tokens, jdbc);
        views.empty();
    }

    @ParameterizedTest
    @MethodSource("io.cloudfunc.store.Histories#seeds")
    void a_replay_makes_the_rows_that_live_handling_made(long seed) {
        views.handle(Histories.random(seed, 1_500), new Random(seed));
        var live = views.rows();

        views.forEachProcessor(StreamingEventProcessor::resetTokens);
        views.awaitAllHandled();

        assertSame(live, views.rows(), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void handling_every_event_again_without_a_reset_changes_no_row(long seed) {
        views.handle(Histories.random(seed, 1_500), new Random(seed));
        var live = views.rows();

        views.forEachProcessor(views::startOver);
        views.awaitAllHandled();

        assertSame(live, views.rows(), seed);
    }

    @Test
    void takes_every_event_of_a_call_that_became_visible_behind_others() {
        var late = Facts.invocation();
        var other = Facts.invocation();
        var execution = Facts.execution("box", 1, null, 1);
        var appender = views.appender();
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
                        "AttemptFailed",
                        "InvocationDeadLettered",
                        "InvocationRedriven",
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

    private static void assertSame(Map<String, Object> live, Map<String, Object> again, long seed) {
        assertThat(live).as("seed %d", seed).hasSizeGreaterThan(100);
        assertThat(again.keySet()).as("seed %d", seed).isEqualTo(live.keySet());
        live.forEach((key, row) ->
                assertThat(again.get(key)).as("seed %d, %s", seed, key).isEqualTo(row));
    }
}
