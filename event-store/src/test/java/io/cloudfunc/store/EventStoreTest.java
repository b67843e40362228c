package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class EventStoreTest {

    /** Nothing is timed here: only what never comes fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    EventStore events;

    @Autowired
    StorageEngine engine;

    @Autowired
    TransactionManager transactions;

    @Autowired
    TokenStore tokens;

    @Autowired
    EventTail tail;

    @Autowired
    EventHistory history;

    @Autowired
    PayloadStore payloads;

    @Autowired
    IdSource ids;

    @Autowired
    Seen seen;

    @Autowired
    Queue<String> changed;

    @Autowired
    JdbcTemplate jdbc;

    private static final String URL = TestPostgres.url();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> URL);
    }

    @Test
    void wakes_a_processor_at_once_and_stores_readable_json() {
        append(removed("readable", 1));

        eventually().until(() -> seen.lives("readable"), List.of(1)::equals);
        assertThat(jdbc.queryForObject(
                        "select payload::jsonb ->> 'function' from domain_event where aggregate_id = 'readable'",
                        String.class))
                .isEqualTo("readable");
    }

    @Test
    void gives_events_ids_in_the_order_of_time() {
        append(
                "ordered",
                0,
                IntStream.range(0, 1_000).mapToObj(n -> removed("ordered", n)).toList());

        assertThat(jdbc.queryForList(
                        "select event_id from domain_event where aggregate_id = 'ordered' order by sequence_number",
                        String.class))
                .hasSize(1_000)
                .isSorted()
                .allMatch(id -> UUID.fromString(id).version() == 7);
    }

    @Test
    void hands_what_was_appended_to_whoever_waits_for_it() {
        var waiting = tail.next("awaited", FunctionRemoved.class);

        append(removed("awaited", 1));

        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(removed("awaited", 1));
    }

    @Test
    void hears_of_what_another_process_appended() {
        append(removed("elsewhere", 1));
        var waiting = tail.next("elsewhere", FunctionRemoved.class, event -> event.life() == 2);

        jdbc.update("""
                insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                    payload_type, payload, metadata)
                select 'other', aggregate_id, 1000, aggregate_type, time_stamp, payload_type,
                    replace(payload, '"life":1', '"life":2'), metadata
                from domain_event where aggregate_id = 'elsewhere'
                """);
        jdbc.execute("select pg_notify('cloudfunc_events', 'another-process')");

        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(removed("elsewhere", 2));
    }

    @Test
    void never_skips_an_event_whose_commit_came_20000_events_late() throws Exception {
        try (var slow = DriverManager.getConnection(URL)) {
            slow.setAutoCommit(false);
            insert(new JdbcTemplate(new SingleConnectionDataSource(slow, true)), "held");

            for (var batch = 0; batch < 20; batch++) {
                var first = batch * 1_000;
                append(
                        "others",
                        first,
                        IntStream.range(0, 1_000)
                                .mapToObj(n -> removed("others", first + n))
                                .toList());
            }
            eventually().until(() -> seen.lives("others").size() == 20_000);
            assertThat(seen.lives("held")).isEmpty();
            slow.commit();
        }

        eventually().until(() -> seen.lives("held"), List.of(0)::equals);
    }

    @Test
    void claims_again_within_seconds_what_an_error_released_however_often_it_failed() {
        seen.fail("retried", 6);

        append(removed("retried", 7));

        // By itself the framework would pause for 1 + 2 + 4 + 8 + 16 + 32 seconds.
        await().atMost(Duration.ofSeconds(55)).until(() -> seen.lives("retried"), List.of(7)::equals);
    }

    @Test
    void handles_again_what_the_virtual_machine_failed_at() {
        seen.fail("linked", 1, new NoClassDefFoundError("of a library that is missing just now"));

        append(removed("linked", 3));

        eventually().until(() -> seen.lives("linked"), List.of(3)::equals);
    }

    @Test
    void handles_nothing_of_what_follows_before_what_failed_was_handled() {
        seen.fail("before", 1);

        append(removed("before", 1));
        append(removed("after", 1));

        eventually().until(() -> seen.lives("after"), List.of(1)::equals);
        assertThat(seen.handled.stream().map(event -> event.function().value())).containsSubsequence("before", "after");
    }

    @Test
    void handles_again_what_a_crash_of_the_database_took_back() {
        append(removed("taken-back", 1));
        var position = jdbc.queryForObject(
                "select global_index from domain_event where aggregate_id = 'taken-back'", Long.class);

        eventually().until(() -> takeBack(position) == 1);
        append("taken-back", 1, List.of(removed("taken-back", 2)));

        eventually()
                .untilAsserted(() -> assertThat(seen.handled)
                        .filteredOn(event -> event.function().value().equals("taken-back"))
                        .extracting(FunctionRemoved::life)
                        .hasSizeGreaterThan(2)
                        .endsWith(1, 2));
    }

    /** As if the transaction that handled that event had not reached the disk; 0 where it is not over. */
    private int takeBack(long position) {
        return jdbc.update("""
                update processor_token set token = convert_to(replace(convert_from(token, 'UTF8'), ?, ?), 'UTF8')
                where processor_name = 'seen' and strpos(convert_from(token, 'UTF8'), ?) > 0
                """, index(position), index(position - 1), index(position));
    }

    private static String index(long position) {
        return "\"index\":" + position + ",";
    }

    @Test
    void tells_listeners_which_aggregates_another_process_has_changed() {
        jdbc.execute("select pg_notify('cloudfunc_events', 'another-process changed-there changed-too')");

        eventually().until(() -> changed.containsAll(Set.of("changed-there", "changed-too")));
    }

    @Test
    void starts_a_new_processor_and_a_new_saga_at_the_first_event_ever() {
        append(removed("ancient", 3));
        eventually().until(() -> seen.lives("ancient"), List.of(3)::equals);

        try (var process = new SpringApplicationBuilder(Latecomers.class)
                .web(WebApplicationType.NONE)
                .properties("spring.datasource.url=" + URL)
                .run()) {
            var latecomers = process.getBean(Latecomers.Projection.class);

            eventually().until(() -> latecomers.seen, names -> names.contains("ancient"));
            eventually().until(() -> Latecomers.LateSaga.SEEN, names -> names.contains("ancient"));
        }
    }

    @Test
    void remembers_where_a_processor_is_also_in_the_midst_of_a_replay() {
        var replaying = ReplayToken.createReplayToken(
                GapAwareTrackingToken.newInstance(20, List.of(17L)), GapAwareTrackingToken.newInstance(5, List.of()));

        transactions.executeInTransaction(() -> {
            tokens.initializeTokenSegments("replayed", 1);
            tokens.fetchToken("replayed", 0);
            tokens.storeToken(replaying, "replayed", 0);
        });

        assertThat(transactions.fetchInTransaction(() -> tokens.fetchToken("replayed", 0)))
                .isEqualTo(replaying);
    }

    @Test
    void forgets_gaps_that_stay_empty_and_reads_no_more_for_it_than_what_is_behind_them() throws SQLException {
        var gaps = new TreeSet<Long>();
        insertLongAgo("before-gaps");
        gaps.addAll(rollBack(200));
        var behindFirst = insertLongAgo("between-gaps");
        IntStream.range(0, 5).forEach(n -> insertLongAgo("more-between-gaps-" + n));
        gaps.addAll(rollBack(200));
        var behindLast = insertLongAgo("behind-gaps");
        append(removed("now", 1));

        var next = engine.fetch(GapAwareTrackingToken.newInstance(behindLast, gaps), 10)
                .getFirst();

        assertThat(((GapAwareTrackingToken) next.trackingToken()).getGaps()).isEmpty();
        assertThat(readToClean(gaps)).containsExactly(behindFirst, behindLast);
    }

    @Test
    void finds_what_filled_one_of_many_gaps_long_ago() {
        var gaps = new TreeSet<>(rollBack(300));
        var filled = gaps.first() + 150;
        gaps.remove(filled - 1);
        var behind = insertLongAgo("behind-what-was-filled");
        jdbc.update("""
                insert into domain_event (global_index, event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                    payload_type, payload, metadata) overriding system value
                select ?, 'filled late', 'filled-late', 0, aggregate_type, time_stamp, payload_type, payload, metadata
                from domain_event where global_index = ?
                """, filled, behind);

        var found = engine.fetch(GapAwareTrackingToken.newInstance(behind, gaps), 10);

        assertThat(found)
                .extracting(event -> ((DomainEventMessage<?>) event).getAggregateIdentifier())
                .contains("filled-late");
    }

    @Test
    void remembers_gaps_that_may_still_be_filled() {
        var gaps = new TreeSet<>(rollBack(300));
        append(removed("behind-young-gaps", 1));
        append(removed("after-them", 1));

        var next = engine.fetch(GapAwareTrackingToken.newInstance(gaps.last() + 1, gaps), 10)
                .getFirst();

        assertThat(((GapAwareTrackingToken) next.trackingToken()).getGaps()).containsExactlyElementsOf(gaps);
    }

    @Test
    void tells_the_history_of_an_aggregate_with_positions() {
        append("storied", 0, List.of(removed("storied", 1), removed("storied", 2)));

        var told = history.of("storied");

        assertThat(told).extracting(StoredEvent::type).containsOnly("FunctionRemoved");
        assertThat(told).extracting(StoredEvent::sequence).containsExactly(0L, 1L);
        assertThat(told.get(0).position()).isLessThan(told.get(1).position());
        assertThat(told.get(1).event()).isEqualTo(removed("storied", 2));
    }

    @Test
    void stores_no_large_objects() {
        append(removed("small", 1));
        payloads.save(List.of(
                Payload.of(ids.next(), "text/plain", "Ada".getBytes(StandardCharsets.UTF_8), new SecureRandom())));

        assertThat(jdbc.queryForObject("select count(*) from pg_largeobject_metadata", Long.class))
                .isZero();
    }

    @Test
    void has_a_partition_for_the_payloads_of_today() {
        eventually().untilAsserted(() -> {
            payloads.save(List.of(Payload.of(ids.next(), "text/plain", new byte[0], new SecureRandom())));
            assertThat(jdbc.queryForObject("select count(*) from payload_other_days", Long.class))
                    .isZero();
        });
    }

    private static ConditionFactory eventually() {
        return await().atMost(PATIENCE);
    }

    private static FunctionRemoved removed(String name, int life) {
        return new FunctionRemoved(new FunctionName(name), life, Instant.EPOCH);
    }

    private void append(FunctionRemoved event) {
        append(event.function().value(), 0, List.of(event));
    }

    private void append(String aggregate, long sequence, List<FunctionRemoved> toAppend) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        unitOfWork.execute(() -> events.publish(IntStream.range(0, toAppend.size())
                .<DomainEventMessage<?>>mapToObj(
                        n -> new GenericDomainEventMessage<>("Function", aggregate, sequence + n, toAppend.get(n)))
                .toList()));
    }

    /** Positions that were taken by appenders whose transactions failed. */
    private List<Long> rollBack(int events) {
        return jdbc.queryForList(
                "select nextval(pg_get_serial_sequence('domain_event', 'global_index')) from generate_series(1, ?)",
                Long.class,
                events);
    }

    /** Its position. */
    private long insertLongAgo(String aggregate) {
        insert(jdbc, aggregate);
        return jdbc.queryForObject(
                "update domain_event set time_stamp = '2026-01-01T00:00:00Z' where aggregate_id = ? returning global_index",
                Long.class,
                aggregate);
    }

    private List<Long> readToClean(SortedSet<Long> gaps) throws SQLException {
        try (var connection = jdbc.getDataSource().getConnection();
                var rows = TrackedEventStatements.inOrBehind(connection, StorageEngine.columns(), gaps)
                        .executeQuery()) {
            var read = new ArrayList<Long>();
            while (rows.next()) {
                read.add(rows.getLong(1));
            }
            return read;
        }
    }

    /** As an appender would, but on that connection, so that its commit can be held back for longer than one may. */
    private static void insert(JdbcTemplate slow, String aggregate) {
        slow.update(
                """
                insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                    payload_type, payload, metadata)
                values (?, ?, 0, 'Function', ?, ?, ?, '{}')
                """,
                "event of " + aggregate,
                aggregate,
                GenericEventMessage.clock.instant().toString(),
                FunctionRemoved.class.getName(),
                "{\"function\":\"%s\",\"life\":0,\"removedAt\":\"1970-01-01T00:00:00Z\"}".formatted(aggregate));
    }

    @Configuration
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class App {
        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        Queue<String> changed() {
            return new ConcurrentLinkedQueue<>();
        }

        @Bean
        ChangeListener changes(Queue<String> changed) {
            return changed::add;
        }
    }

    @ProcessingGroup("seen")
    static class Seen {

        final Queue<FunctionRemoved> handled = new ConcurrentLinkedQueue<>();
        private final Map<String, Queue<Throwable>> failures = new ConcurrentHashMap<>();

        @EventHandler
        void on(FunctionRemoved event) throws Throwable {
            var failure = failures.getOrDefault(event.function().value(), new ArrayDeque<>())
                    .poll();
            if (failure != null) {
                throw failure;
            }
            handled.add(event);
        }

        /** Fails that often before it handles an event of the function. */
        void fail(String function, int times) {
            fail(function, times, new IllegalStateException("a projection that cannot write just now"));
        }

        void fail(String function, int times, Throwable failure) {
            failures.put(function, new ArrayDeque<>(Collections.nCopies(times, failure)));
        }

        List<Integer> lives(String name) {
            return handled.stream()
                    .filter(event -> event.function().value().equals(name))
                    .map(FunctionRemoved::life)
                    .distinct()
                    .toList();
        }
    }
}
