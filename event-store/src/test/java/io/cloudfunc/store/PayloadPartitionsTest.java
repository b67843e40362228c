package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.payload.Payload;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PayloadPartitionsTest {

    private static final Instant NOON = Instant.parse("2026-12-28T12:00:00Z");

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final PayloadStore payloads = new PayloadStore(store.jdbc);

    @Test
    void are_there_for_today_and_a_week_ahead_also_over_the_end_of_the_year() {
        partitionsAt(NOON).prepare();

        assertThat(partitions())
                .containsExactly(
                        "payload_20261228",
                        "payload_20261229",
                        "payload_20261230",
                        "payload_20261231",
                        "payload_20270101",
                        "payload_20270102",
                        "payload_20270103",
                        "payload_20270104",
                        "payload_other_days");
    }

    @Test
    void follow_the_days_and_leave_those_that_are_there_as_they_are() {
        partitionsAt(NOON).prepare();
        var kept = save(NOON);

        partitionsAt(NOON.plus(Duration.ofDays(1))).prepare();

        assertThat(partitions()).hasSize(10).contains("payload_20270105");
        assertThat(partitionOf(kept)).isEqualTo("payload_20261228");
    }

    @Test
    void take_over_what_was_stored_before_their_day_had_one() {
        var early = save(NOON);
        var tomorrow = save(NOON.plus(Duration.ofDays(1)));
        var longAgo = save(NOON.minus(Duration.ofDays(400)));
        assertThat(partitionOf(early)).isEqualTo("payload_other_days");

        partitionsAt(NOON).prepare();

        assertThat(partitions()).hasSize(9);
        assertThat(partitionOf(early)).isEqualTo("payload_20261228");
        assertThat(partitionOf(tomorrow)).isEqualTo("payload_20261229");
        assertThat(partitionOf(longAgo)).isEqualTo("payload_other_days");
        assertThat(payloads.findAll(List.of(early, tomorrow, longAgo))).hasSize(3);
    }

    @Test
    void are_made_by_processes_that_start_together() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<Void> prepare = () -> {
                partitionsAt(NOON).prepare();
                return null;
            };

            for (var started : threads.invokeAll(java.util.Collections.nCopies(8, prepare))) {
                started.get();
            }
        }

        assertThat(partitions()).hasSize(9);
    }

    @Test
    void can_be_dropped_as_a_whole() {
        partitionsAt(NOON).prepare();
        var payload = save(NOON);

        store.jdbc.execute("drop table payload_20261228");

        assertThat(payloads.find(payload)).isEmpty();
    }

    private PayloadPartitions partitionsAt(Instant now) {
        return new PayloadPartitions(store.jdbc, Clock.fixed(now, ZoneOffset.ofHours(14)));
    }

    private UUID save(Instant at) {
        var id = Generators.timeBasedEpochGenerator().construct(at.toEpochMilli());
        payloads.save(List.of(Payload.of(id, "text/plain", new byte[] {1}, new SecureRandom())));
        return id;
    }

    private List<String> partitions() {
        return store.jdbc.queryForList(
                "select inhrelid::regclass::text from pg_inherits where inhparent = 'payload'::regclass order by 1",
                String.class);
    }

    private String partitionOf(UUID id) {
        return store.jdbc.queryForObject("select tableoid::regclass::text from payload where id = ?", String.class, id);
    }
}
