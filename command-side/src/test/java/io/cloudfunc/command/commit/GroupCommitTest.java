package io.cloudfunc.command.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.command.Calls;
import io.cloudfunc.store.ChangedMeanwhileException;
import io.cloudfunc.store.EventStoreConfiguration;
import io.cloudfunc.store.LastEvent;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.TestPostgres;
import io.cloudfunc.store.web.RejectionIn;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class GroupCommitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 64;
    private static final String BLOCKED = "from pg_stat_activity where wait_event_type = 'Lock'";

    @Autowired
    CommandBus commands;

    @Autowired
    PayloadStore payloads;

    @Autowired
    TransactionManager transactions;

    @Autowired
    IdSource ids;

    @Autowired
    JdbcTemplate jdbc;

    private GroupCommit commit;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var url = TestPostgres.url();
        properties.add("spring.datasource.url", () -> url);
    }

    @BeforeEach
    void start() {
        commit = committing(MANY, PATIENCE);
    }

    @AfterEach
    void stop() {
        commit.stop();
    }

    @Test
    void orders_that_waited_for_the_last_commit_are_committed_together() throws Exception {
        var held = Held.in(commit);
        var first = commit.submit(append("together-1"));
        var second = commit.submit(append("together-2"));
        var third = commit.submit(append("together-3"));

        held.release();

        assertThat(CompletableFuture.allOf(first, second, third)).succeedsWithin(PATIENCE);
        assertThat(transactionsOf("together-1", "together-2", "together-3")).hasSize(1);
    }

    @Test
    void orders_that_are_submitted_together_are_committed_together_and_one_refusal_is_one_answer() throws Exception {
        var held = Held.in(commit);
        var orders = List.of(append("batch-1"), new Order(new Refuse(), List.of()), append("batch-2"));
        var answers = CompletableFuture.supplyAsync(() -> commit.submitAllAndWait(orders));
        await().until(() -> commit.waiting() == 3);

        held.release();

        assertThat(answers).succeedsWithin(PATIENCE).satisfies(all -> {
            assertThat(all.get(0)).isCompletedWithValue("batch-1");
            assertThat(failureOf(all.get(1))).isInstanceOf(RejectedException.class);
            assertThat(all.get(2)).isCompletedWithValue("batch-2");
        });
        assertThat(transactionsOf("batch-1", "batch-2")).hasSize(1);
    }

    @Test
    void who_waits_hears_of_the_commit_also_when_interrupted() throws Exception {
        var held = Held.in(commit);
        var answer = new CompletableFuture<@Nullable Object>();
        var stillInterrupted = new CompletableFuture<Boolean>();
        var caller = Thread.startVirtualThread(() -> {
            answer.complete(commit.submitAndWait(append("interrupted")));
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        await().until(() -> commit.waiting() == 1);

        caller.interrupt();
        held.release();

        assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("interrupted");
        assertThat(stillInterrupted).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void a_payload_is_in_the_commit_of_its_event() {
        var payload = Payload.of(ids.next(), "text/plain", new byte[] {1, 2, 3}, new SecureRandom());

        var order = commit.submit(new Order(new Append("with-payload", 0), List.of(payload)));

        assertThat(order).succeedsWithin(PATIENCE);
        assertThat(jdbc.queryForObject(
                        "select xmin::text from payload where id = ?",
                        String.class,
                        payload.ref().id()))
                .isEqualTo(transactionsOf("with-payload").getFirst());
    }

    @Test
    void no_more_orders_than_allowed_share_a_commit() throws Exception {
        commit.stop();
        commit = committing(2, PATIENCE);
        var held = Held.in(commit);
        var orders = IntStream.range(0, 4)
                .mapToObj(number -> commit.submit(append("pair-" + number)))
                .toArray(CompletableFuture<?>[]::new);

        held.release();

        assertThat(CompletableFuture.allOf(orders)).succeedsWithin(PATIENCE);
        assertThat(transactionsOf("pair-0", "pair-1", "pair-2", "pair-3")).hasSize(2);
    }

    @Test
    void an_order_is_answered_only_after_its_commit() throws Exception {
        var held = Held.in(commit);
        var order = commit.submit(append("answered"));
        var behind = Held.queuedIn(commit);

        held.release();
        behind.awaitBegin();
        assertThat(order).isNotDone();
        assertThat(transactionsOf("answered")).isEmpty();
        behind.release();

        assertThat(order).succeedsWithin(PATIENCE).isEqualTo("answered");
    }

    @Test
    void a_refused_order_leaves_the_others_of_its_commit_alone() throws Exception {
        var held = Held.in(commit);
        var before = commit.submit(append("before-refusal"));
        var refused = commit.submit(new Order(new Refuse(), List.of()));
        var after = commit.submit(append("after-refusal"));

        held.release();

        assertThat(CompletableFuture.allOf(before, after)).succeedsWithin(PATIENCE);
        assertThat(refused)
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedException.class);
        assertThat(transactionsOf("before-refusal", "after-refusal")).hasSize(1);
    }

    @Test
    void if_a_commit_fails_only_the_order_that_is_to_blame_fails() throws Exception {
        assertThat(commit.submit(append("taken"))).succeedsWithin(PATIENCE);
        var held = Held.in(commit);
        var good = commit.submit(append("good-1"));
        var duplicate = commit.submit(append("taken"));
        var alsoGood = commit.submit(append("good-2"));

        held.release();

        assertThat(CompletableFuture.allOf(good, alsoGood)).succeedsWithin(PATIENCE);
        assertThat(duplicate).failsWithin(PATIENCE);
        assertThat(transactionsOf("good-1", "good-2")).hasSize(2);
    }

    @Test
    void if_a_commit_fails_few_commits_are_made_of_it() throws Exception {
        assertThat(commit.submit(append("taken-of-many"))).succeedsWithin(PATIENCE);
        var held = Held.in(commit);
        var names = IntStream.range(0, 31).mapToObj("of-many-%d"::formatted).toList();
        var good = names.stream().map(name -> commit.submit(append(name))).toList();
        var duplicate = commit.submit(append("taken-of-many"));

        held.release();

        assertThat(duplicate).failsWithin(PATIENCE);
        assertThat(good).allSatisfy(order -> assertThat(order).succeedsWithin(PATIENCE));
        assertThat(transactionsOf(names.toArray(String[]::new))).hasSize(5);
    }

    @Test
    void while_the_database_is_away_the_orders_of_a_commit_fail_together() throws Exception {
        commit.stop();
        var database = new Database(transactions);
        commit = new GroupCommit(
                new OrderBatch(commands, payloads, new Claims(jdbc), database::begin), "away", 1, MANY, PATIENCE);
        commit.start();
        var held = Held.in(commit);
        database.goAway();
        var orders = IntStream.range(0, 3)
                .mapToObj(number -> commit.submit(append("away-" + number)))
                .toList();

        held.release();

        assertThat(orders)
                .allSatisfy(order -> assertThat(failureOf(order)).isInstanceOf(CannotGetJdbcConnectionException.class));
        assertThat(database.refusals).hasValue(1);
    }

    @Test
    void a_connection_that_is_lost_in_the_commit_is_an_outage(@Autowired DataSource database) throws Exception {
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table domain_event in exclusive mode");
            var order = commit.submit(append("cut-off"));
            await().until(() -> jdbc.queryForObject("select count(*) " + BLOCKED, Long.class) == 1);

            jdbc.queryForList("select pg_terminate_backend(pid) " + BLOCKED);

            assertThat(RejectionIn.causesOf(Objects.requireNonNull(failureOf(order))))
                    .containsInstanceOf(Rejection.Unavailable.class);
            other.rollback();
        }
    }

    @Test
    void an_order_that_is_refused_after_a_look_undoes_nothing_of_the_others() throws Exception {
        var large = IntStream.range(0, 2)
                .mapToObj(number -> Payload.of(ids.next(), "text/plain", new byte[3 << 20], new SecureRandom()))
                .toList();
        var held = Held.in(commit);
        var order = commit.submit(new Order(new Append("with-much", 0), large));
        var refused = commit.submit(new Order(new RefuseAfterLook("nothing-there"), List.of()));

        held.release();

        assertThat(order).succeedsWithin(PATIENCE);
        assertThat(failureOf(refused)).isInstanceOf(RejectedException.class);
        assertThat(transactionsOf("with-much")).hasSize(1);
        assertThat(payloads.findAll(
                        large.stream().map(payload -> payload.ref().id()).toList()))
                .hasSize(2);
    }

    @Test
    void an_order_whose_basis_has_changed_fails_alone_and_the_others_share_their_commit() throws Exception {
        assertThat(commit.submit(append("basis"))).succeedsWithin(PATIENCE);
        var held = Held.in(commit);
        var before = commit.submit(basedOn(new LastEvent("basis", 0), "on-what-is-so"));
        var changed = commit.submit(basedOn(new LastEvent("basis-of-nothing", 3), "on-what-was-so"));
        var alsoChanged = commit.submit(basedOn(new LastEvent("basis-of-nothing", 4), "on-what-was-so-too"));
        var after = commit.submit(append("on-nothing"));

        held.release();

        assertThat(CompletableFuture.allOf(before, after)).succeedsWithin(PATIENCE);
        assertThat(failureOf(changed))
                .isInstanceOfSatisfying(
                        ChangedMeanwhileException.class,
                        told -> assertThat(told.aggregates()).containsExactly("basis-of-nothing"));
        assertThat(failureOf(alsoChanged)).isInstanceOf(ChangedMeanwhileException.class);
        assertThat(transactionsOf("on-what-is-so", "on-nothing")).hasSize(1);
        assertThat(transactionsOf("on-what-was-so", "on-what-was-so-too")).isEmpty();
    }

    @Test
    void an_order_whose_basis_has_no_event_yet_is_carried_out() {
        var order = commit.submit(basedOn(new LastEvent("without-events", -1), "first-of-all"));

        assertThat(order).succeedsWithin(PATIENCE).isEqualTo("first-of-all");
    }

    @Test
    void an_order_whose_basis_has_changed_stores_none_of_its_payloads() {
        var payload = Payload.of(ids.next(), "text/plain", new byte[] {1, 2, 3}, new SecureRandom());

        var order = commit.submit(
                new Order(new Append("without-payload", 0), List.of(payload), null, new LastEvent("changed-basis", 7)));

        assertThat(failureOf(order)).isInstanceOf(ChangedMeanwhileException.class);
        assertThat(payloads.find(payload.ref().id())).isEmpty();
    }

    @Test
    void orders_that_wait_at_the_stop_are_refused_as_unavailable() throws Exception {
        var held = Held.in(commit);
        var order = commit.submit(append("waiting-at-the-stop"));

        commit.stop();

        assertThat(unavailable(order)).isTrue();
        assertThat(transactionsOf("waiting-at-the-stop")).isEmpty();
        held.release();
    }

    @Test
    void orders_after_the_stop_are_refused_as_unavailable() {
        commit.stop();

        var order = commit.submit(append("after-the-stop"));

        assertThat(unavailable(order)).isTrue();
        assertThat(commit.waiting()).isZero();
    }

    @Test
    void an_order_whose_commit_does_not_end_does_not_hang_at_the_stop() throws Exception {
        commit.stop();
        commit = committing(MANY, Duration.ofMillis(1));
        var held = Held.in(commit);
        var order = commit.submit(append("stubborn"));
        var stubborn = Held.stubbornlyQueuedIn(commit);
        held.release();
        stubborn.awaitBegin();

        commit.stop();

        assertThat(unavailable(order)).isTrue();
        stubborn.release();
    }

    @Test
    void it_can_be_started_again() {
        commit.stop();
        commit.start();

        var order = commit.submit(append("again"));

        assertThat(order).succeedsWithin(PATIENCE);
    }

    private GroupCommit committing(int mostOrders, Duration patience) {
        var started = new GroupCommit(
                new OrderBatch(commands, payloads, new Claims(jdbc), transactions),
                "test-commit",
                1,
                mostOrders,
                patience);
        started.start();
        return started;
    }

    private static Order basedOn(LastEvent basis, String aggregate) {
        return new Order(new Append(aggregate, 0), List.of(), null, basis);
    }

    private static Order append(String aggregate) {
        return new Order(new Append(aggregate, 0), List.of());
    }

    /** The ids of the database transactions that stored the aggregates' events. */
    private List<String> transactionsOf(String... aggregates) {
        return jdbc.queryForList(
                "select distinct xmin::text from domain_event where aggregate_id = any(?)", String.class, (Object)
                        aggregates);
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> order) {
        return order.handle((result, failure) -> failure)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static boolean unavailable(CompletableFuture<?> order) {
        return order.isDone()
                && failureOf(order) instanceof RejectedException refused
                && refused.rejection() instanceof Rejection.Unavailable;
    }

    private record Append(String aggregate, long sequence) {}

    private record Refuse() {}

    private record RefuseAfterLook(String aggregate) {}

    /** Goes away when the test says so. */
    private static final class Database {

        final AtomicInteger refusals = new AtomicInteger();
        private final TransactionManager transactions;
        private volatile boolean away;

        Database(TransactionManager transactions) {
            this.transactions = transactions;
        }

        void goAway() {
            away = true;
        }

        Transaction begin() {
            if (away) {
                refusals.incrementAndGet();
                throw new CannotGetJdbcConnectionException("away");
            }
            return transactions.startTransaction();
        }
    }

    static final class Handlers {

        private final EventStore events;

        Handlers(EventStore events) {
            this.events = events;
        }

        @CommandHandler
        String handle(Append command) {
            events.publish(new GenericDomainEventMessage<>(
                    "Function",
                    command.aggregate(),
                    command.sequence(),
                    new FunctionRemoved(new FunctionName(command.aggregate()), 1, Calls.NOON)));
            return command.aggregate();
        }

        @CommandHandler
        void handle(RefuseAfterLook command) {
            assertThat(events.readEvents(command.aggregate()).hasNext()).isFalse();
            throw new RejectedException(new Rejection.UnknownFunction("refused"));
        }

        @CommandHandler
        void handle(Refuse command) {
            throw new RejectedException(new Rejection.UnknownFunction("refused"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({EventStoreConfiguration.class, Held.Handler.class})
    static class Application {

        @Bean
        Handlers handlers(EventStore events) {
            return new Handlers(events);
        }
    }
}
