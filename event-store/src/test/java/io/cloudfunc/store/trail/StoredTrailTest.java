package io.cloudfunc.store.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.trail.ExportCheck;
import io.cloudfunc.trail.Finding;
import io.cloudfunc.trail.Finding.Kind;
import io.cloudfunc.trail.TrailFormat;
import io.cloudfunc.trail.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class StoredTrailTest {

    private static final Duration TEN_THOUSAND_YEARS = Duration.ofDays(3_650_000);

    @TempDir
    Path keys;

    private TrailOnPostgres on;
    private JdbcTemplate jdbc;

    @BeforeEach
    void sealTwelveEvents() {
        on = new TrailOnPostgres(keys);
        jdbc = on.store.jdbc;
        for (var seal = 0; seal < 3; seal++) {
            on.store.append("hello", seal * 4, 4);
            on.seal();
        }
    }

    @Test
    void passes_a_clean_store_and_claims_nothing_for_what_came_after_the_last_checkpoint() {
        on.store.append("other", 2);

        assertThat(on.verify())
                .extracting(Verification::isValid, Verification::events, Verification::unsealed)
                .containsExactly(true, 12L, 2L);
    }

    @Test
    void passes_after_writers_and_sealers_that_ran_at_once() {
        var writers = IntStream.range(0, 8)
                .mapToObj(writer -> CompletableFuture.runAsync(() ->
                        IntStream.range(0, 50).forEach(batch -> on.store.append("writer-" + writer, batch * 3, 3))))
                .toArray(CompletableFuture[]::new);
        var sealers = IntStream.range(0, 2)
                .mapToObj(sealer ->
                        CompletableFuture.runAsync(() -> IntStream.range(0, 30).forEach(again -> on.seal())))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(writers).join();
        CompletableFuture.allOf(sealers).join();
        on.seal();

        assertThat(on.verify())
                .extracting(Verification::isValid, Verification::events, Verification::unsealed)
                .containsExactly(true, 12L + 8 * 150, 0L);
    }

    @Test
    void seals_an_event_that_became_visible_behind_sealed_ones() throws Exception {
        try (var slow = on.store.dataSource.getConnection()) {
            slow.setAutoCommit(false);
            new JdbcTemplate(new SingleConnectionDataSource(slow, true)).update(COPY_OF_FIRST, "late", "late");
            on.store.append("others", 3);
            on.seal();
            slow.commit();
        }

        assertThat(on.verify())
                .extracting(Verification::isValid, Verification::unsealed)
                .containsExactly(true, 1L);

        on.seal();

        assertThat(on.verify())
                .extracting(Verification::isValid, Verification::events, Verification::unsealed)
                .containsExactly(true, 16L, 0L);
    }

    @Test
    void awaits_no_event_any_more_at_a_position_that_was_passed_an_hour_ago() {
        on.store.losePositions(3);
        on.store.append("others", 1);
        on.seal();
        assertThat(gaps()).isEqualTo(3);

        on.store.append("others", 1, 1);
        on.sealer(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61))).sealAll();

        assertThat(gaps()).isZero();
        assertThat(on.verify().isValid()).isTrue();
    }

    @Test
    void names_an_event_of_which_a_byte_was_flipped() {
        jdbc.update(
                "update domain_event set payload = replace(payload, '\"life\":5', '\"life\":7') where global_index = 6");

        assertThat(onlyFinding())
                .isEqualTo(
                        new Finding(Kind.CHANGED, 6, 2, idOf(6), onlyFinding().detail()));
    }

    @ParameterizedTest
    @EnumSource
    void covers_every_column_of_an_event(Column column) {
        jdbc.update("update domain_event set %s where global_index = 6".formatted(column.change));

        assertThat(onlyFinding()).extracting(Finding::kind, Finding::position).containsExactly(Kind.CHANGED, 6L);
    }

    @Test
    void names_an_event_that_was_deleted() {
        jdbc.update("delete from domain_event where global_index = 6");

        assertThat(onlyFinding()).extracting(Finding::kind, Finding::position).containsExactly(Kind.MISSING, 6L);
    }

    @Test
    void names_the_first_of_two_events_that_were_swapped() {
        jdbc.update("alter table domain_event alter global_index drop identity");
        jdbc.update("update domain_event set global_index = 100 where global_index = 3");
        jdbc.update("update domain_event set global_index = 3 where global_index = 9");
        jdbc.update("update domain_event set global_index = 9 where global_index = 100");

        assertThat(on.verify().findings())
                .extracting(Finding::kind, Finding::position)
                .containsExactly(tuple(Kind.CHANGED, 3L), tuple(Kind.CHANGED, 9L));
    }

    @Test
    void names_an_event_that_was_put_in() {
        on.store.losePositions(1);
        on.store.append("later", 1);
        on.seal();
        jdbc.update("delete from event_seal_gap");
        jdbc.update(
                "insert into domain_event overriding system value select 13, 'new', 'new', 0, aggregate_type,"
                        + " time_stamp, payload_type, payload_revision, payload, metadata from domain_event where global_index = 1");

        assertThat(onlyFinding())
                .extracting(Finding::kind, Finding::position, Finding::event)
                .containsExactly(Kind.INSERTED, 13L, "new");
    }

    @Test
    void tells_a_cut_tail_by_a_checkpoint_that_was_kept_apart() {
        var kept = on.trail.checkpoint().orElseThrow();
        jdbc.update("delete from domain_event where global_index > 8");
        jdbc.update("delete from event_seal where number > 2");

        assertThat(on.verify().isValid()).isTrue();
        assertThat(on.verify(kept).findings())
                .extracting(Finding::kind, Finding::position)
                .containsExactly(tuple(Kind.CUT, 9L));

        on.store.append("instead", 4);
        on.seal();

        assertThat(on.verify().isValid()).isTrue();
        assertThat(on.verify(kept).findings()).extracting(Finding::kind).containsExactly(Kind.CUT);
    }

    @Test
    void names_a_seal_that_was_deleted_and_one_that_was_changed() {
        jdbc.update("delete from event_seal where number = 1");
        jdbc.update("update event_seal set sealed_at = '2000-01-01T00:00:00Z' where number = 3");

        assertThat(on.verify().findings())
                .extracting(Finding::kind)
                .contains(Kind.SEAL_MISSING, Kind.SEAL_CHANGED)
                .contains(Kind.INSERTED);
    }

    @ParameterizedTest
    @EnumSource
    void verifies_its_export_offline(TrailFormat format) throws IOException {
        on.store.append("unsealed", 2);

        assertThat(verified(export(Selection.ALL, format)))
                .extracting(Verification::isValid, Verification::events, Verification::unsealed)
                .containsExactly(true, 12L, 2L);

        jdbc.update("delete from domain_event where global_index = 6");

        assertThat(verified(export(Selection.ALL, format)).findings())
                .extracting(Finding::kind, Finding::position)
                .containsExactly(tuple(Kind.MISSING, 6L));
    }

    @Test
    void verifies_an_export_of_one_function_offline() throws IOException {
        on.store.append("other", 3);
        on.seal();
        var selection = new Selection(
                "other", Instant.EPOCH, Instant.EPOCH.plus(TEN_THOUSAND_YEARS), "FunctionRemoved", Namespaces.ALL);

        var export = export(selection, TrailFormat.JSONL);

        assertThat(export.lines().findFirst().orElseThrow()).contains("function=other from=1970-01-01T00:00:00Z to=");
        assertThat(export.lines().filter(line -> line.contains("\"payload\""))).hasSize(3);
        assertThat(verified(export))
                .extracting(Verification::isValid, Verification::events, Verification::leftOut)
                .containsExactly(true, 3L, 12L);
    }

    enum Column {
        ID("event_id = 'another'"),
        AGGREGATE("aggregate_id = 'another'"),
        AGGREGATE_TYPE("aggregate_type = null"),
        SEQUENCE("sequence_number = 99"),
        TYPE("payload_type = 'another'"),
        REVISION("payload_revision = '2'"),
        TIMESTAMP("time_stamp = '2000-01-01T00:00:00Z'"),
        METADATA("metadata = '{\"a\":1}'");

        final String change;

        Column(String change) {
            this.change = change;
        }
    }

    private static final String COPY_OF_FIRST = """
            insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
              payload_type, payload, metadata)
            select ?, ?, 0, aggregate_type, time_stamp, payload_type, payload, metadata
            from domain_event where global_index = 1
            """;

    private String export(Selection selection, TrailFormat format) throws IOException {
        var out = new StringBuilder();
        new TrailExport(jdbc, on.trail).write(selection, format, out);
        return out.toString();
    }

    private static Verification verified(String export) {
        return new ExportCheck(Set.of(), List.of()).verify(export.lines());
    }

    private Finding onlyFinding() {
        var verification = on.verify();
        assertThat(verification.wrong()).isEqualTo(1);
        return verification.findings().getFirst();
    }

    private String idOf(long position) {
        return jdbc.queryForObject("select event_id from domain_event where global_index = ?", String.class, position);
    }

    private long gaps() {
        return jdbc.queryForObject("select count(*) from event_seal_gap", Long.class);
    }
}
