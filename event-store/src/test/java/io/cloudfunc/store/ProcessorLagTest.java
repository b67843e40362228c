package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of three events, stored a minute, 40 s and 20 s ago. */
class ProcessorLagTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ROUTER = "router";

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final FollowersTokenStore tokens = new EventStoreConfiguration()
            .tokenStore(new SpringDataSourceConnectionProvider(store.dataSource), store.serializer, "node", CLOCK);
    private final Map<String, Long> here = new HashMap<>();
    private final ProcessorLag lag = new ProcessorLag(
            store.jdbc,
            store.serializer,
            CLOCK,
            (processor, segment) -> Optional.ofNullable(here.get(processor + segment)).stream()
                    .mapToLong(Long::longValue)
                    .findFirst());

    @BeforeEach
    void append() {
        store.append("hello", 3);
        for (var position = 1; position <= 3; position++) {
            store.jdbc.update(
                    "update domain_event set time_stamp = ? where global_index = ?",
                    NOW.minusSeconds(80 - 20L * position).toString(),
                    position);
        }
    }

    @Test
    void is_the_age_of_the_oldest_event_that_was_not_taken_in() {
        at(0, 1);

        assertThat(lag.of(ROUTER)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void is_none_where_all_was_taken_in() {
        at(0, 3);

        assertThat(lag.of(ROUTER)).isZero();
    }

    @Test
    void is_that_of_the_first_event_where_nothing_was() {
        assertThat(lag.of(ROUTER)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void of_what_runs_here_is_known_before_its_token_is_stored() {
        at(0, 1);
        here.put("router0", 3L);

        assertThat(lag.of(ROUTER)).isZero();
    }

    @Test
    void a_token_that_was_stored_counts_though_who_runs_here_has_only_begun() {
        at(0, 2);
        here.put("router0", -1L);

        assertThat(lag.of(ROUTER)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void another_processor_that_runs_here_does_not_count() {
        at(0, 1);
        here.put("functions0", 3L);

        assertThat(lag.of(ROUTER)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void the_lowest_segment_counts_wherever_it_runs() {
        at(0, 1);
        at(1, 2);
        here.put("router0", 3L);

        assertThat(lag.of(ROUTER)).isEqualTo(Duration.ofSeconds(20));
    }

    private void at(int segment, long position) {
        tokens.initializeSegment(new GlobalSequenceTrackingToken(position), ROUTER, segment);
    }
}
