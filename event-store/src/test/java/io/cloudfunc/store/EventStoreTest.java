package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class EventStoreTest {

    @Autowired
    EventStore events;

    @Autowired
    TransactionManager transactions;

    @Autowired
    EventTail tail;

    @Autowired
    EventHistory history;

    @Autowired
    PayloadStore payloads;

    @Autowired
    io.cloudfunc.api.IdSource ids;

    @Autowired
    Seen seen;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    EventProcessingConfiguration processing;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var url = TestPostgres.url();
        properties.add("spring.datasource.url", () -> url);
    }

    @Test
    void wakes_a_processor_at_once_and_stores_readable_json() {
        append(removed("readable", 1));

        await().atMost(Duration.ofSeconds(5)).until(() -> seen.lives("readable"), List.of(1)::equals);
        assertThat(jdbc.queryForObject(
                        "select payload::jsonb ->> 'function' from domain_event where aggregate_id = 'readable'",
                        String.class))
                .isEqualTo("readable");
    }

    @Test
    void hands_what_was_appended_to_whoever_waits_for_it() {
        var waiting = tail.next("awaited", FunctionRemoved.class);

        append(removed("awaited", 1));

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(removed("awaited", 1));
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
        jdbc.execute("select pg_notify('cloudfunc_events', 'another process')");

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(removed("elsewhere", 2));
    }

    @Test
    void never_skips_an_event_whose_commit_came_20000_events_late() throws Exception {
        var appended = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        var slow = Thread.ofPlatform()
                .start(() -> transactions.executeInTransaction(() -> {
                    insertDirectly("held", 0);
                    appended.countDown();
                    awaitUninterruptibly(commit);
                }));
        assertThat(appended.await(10, TimeUnit.SECONDS)).isTrue();

        for (var batch = 0; batch < 20; batch++) {
            var first = batch * 1_000;
            append(
                    "others",
                    first,
                    IntStream.range(0, 1_000)
                            .mapToObj(n -> removed("others", first + n))
                            .toList());
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.lives("others").size() == 20_000);
        commit.countDown();
        slow.join();

        await().atMost(Duration.ofSeconds(10)).until(() -> seen.lives("held"), List.of(0)::equals);
    }

    @Test
    void claims_again_within_seconds_what_an_error_released() {
        seen.failures.set(3);

        append(removed("retried", 7));

        await().atMost(Duration.ofSeconds(20)).until(() -> seen.lives("retried"), List.of(7)::equals);
        assertThat(processing.eventProcessor("seen", StreamingEventProcessor.class))
                .hasValueSatisfying(
                        processor -> assertThat(processor.isRunning()).isTrue());
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
    void keeps_payloads_in_the_partition_of_their_day_and_no_large_objects() {
        var payload = Payload.of(ids.next(), "text/plain", "Ada".getBytes(StandardCharsets.UTF_8), new SecureRandom());

        payloads.save(List.of(payload, payload));

        assertThat(payloads.find(payload.ref().id())).hasValueSatisfying(found -> {
            assertThat(found.ref()).isEqualTo(payload.ref());
            assertThat(found.content()).isEqualTo(payload.content());
            assertThat(found.isGenuine()).isTrue();
        });
        assertThat(payloads.find(ids.next())).isEmpty();
        assertThat(jdbc.queryForObject("select count(*) from payload_other_days", Long.class))
                .isZero();
        assertThat(jdbc.queryForObject("select count(*) from pg_largeobject_metadata", Long.class))
                .isZero();
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

    /** As an appender would, but on this connection, so that its commit can be held back. */
    private void insertDirectly(String aggregate, int life) {
        jdbc.update(
                """
                insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                    payload_type, payload, metadata)
                values (?, ?, 0, 'Function', '1970-01-01T00:00:00Z', ?, ?, '{}')
                """,
                aggregate,
                aggregate,
                FunctionRemoved.class.getName(),
                "{\"function\":\"%s\",\"life\":%d,\"removedAt\":\"1970-01-01T00:00:00Z\"}".formatted(aggregate, life));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Configuration
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class App {
        @Bean
        Seen seen() {
            return new Seen();
        }
    }

    @ProcessingGroup("seen")
    static class Seen {

        final Queue<FunctionRemoved> handled = new ConcurrentLinkedQueue<>();
        final java.util.concurrent.atomic.AtomicInteger failures = new java.util.concurrent.atomic.AtomicInteger();

        @EventHandler
        void on(FunctionRemoved event) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("a projection that cannot write just now");
            }
            handled.add(event);
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
