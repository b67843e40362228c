package io.cloudfunc.store.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.trail.TrailFormat;
import io.cloudfunc.trail.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TrailImportTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path keys;

    private TrailOnPostgres source;
    private TrailOnPostgres target;

    @BeforeEach
    void sealSomeEventsOfElsewhere() {
        source = new TrailOnPostgres(keys);
        target = new TrailOnPostgres(keys);
        source.store.append("hello", 5);
        source.store.losePositions(3);
        source.store.append("other", 5);
        source.seal();
        source.store.append("unsealed", 1);
    }

    @ParameterizedTest
    @EnumSource
    void takes_over_every_event_as_it_was_but_for_the_mark(TrailFormat format) throws IOException {
        assertThat(load(export(format))).isEqualTo(11);

        assertThat(rows(target)).isEqualTo(rows(source));
        assertThat(target.store.jdbc.queryForList("select distinct metadata from domain_event", String.class))
                .containsExactly("{\"imported\":\"2026-01-31T12:00:00Z\"}");
    }

    @Test
    void gives_what_is_appended_later_a_position_behind_and_a_chain_of_its_own() throws IOException {
        load(export(TrailFormat.JSONL));

        target.store.append("later", 1);
        target.seal();

        assertThat(rows(target).getLast()).containsEntry("global_index", 15L);
        assertThat(target.verify())
                .extracting(Verification::isValid, Verification::events)
                .containsExactly(true, 12L);
    }

    @Test
    void keeps_the_first_mark_of_what_was_imported_before() {
        assertThat(Imported.marked("{\"imported\":\"then\",\"a\":1}", "now"))
                .isEqualTo("{\"imported\":\"then\",\"a\":1}");
        assertThat(Imported.marked("{\"a\":1}", "now")).isEqualTo("{\"imported\":\"now\",\"a\":1}");
    }

    @Test
    void stands_behind_the_keys_that_the_store_has_and_leaves_those_of_elsewhere_out() throws IOException {
        for (var on : List.of(source, target)) {
            on.store.append("a-key", 1);
            on.store.jdbc.update("update domain_event set aggregate_type = 'Key' where aggregate_id = 'a-key'");
        }

        assertThat(load(export(TrailFormat.JSONL))).isEqualTo(11);

        assertThat(rows(target).get(1)).containsEntry("global_index", 2L).containsEntry("aggregate_id", "hello");
    }

    @Test
    void refuses_a_store_that_has_events() {
        target.store.append("mine", 1);

        assertThatThrownBy(() -> load(export(TrailFormat.JSONL)))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.rejection()).isInstanceOf(Rejection.StoreNotEmpty.class));
    }

    @Test
    void refuses_a_history_that_was_changed_and_takes_nothing_of_it() throws IOException {
        var changed = export(TrailFormat.JSONL).replace("\"life\":3", "\"life\":4");

        assertThatThrownBy(() -> load(changed))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("CHANGED at position 4");
        assertThat(rows(target)).isEmpty();
    }

    private long load(String export) {
        var transaction = new TransactionTemplate(new JdbcTransactionManager(target.store.dataSource));
        return new TrailImport(target.store.jdbc, transaction, NOON).load(export.lines());
    }

    private String export(TrailFormat format) throws IOException {
        var out = new StringBuilder();
        new TrailExport(source.store.jdbc, source.trail).write(Selection.ALL, format, out);
        return out.toString();
    }

    private static List<Map<String, Object>> rows(TrailOnPostgres on) {
        return on.store.jdbc.queryForList("""
                select global_index, event_id, aggregate_id, sequence_number, aggregate_type, time_stamp, payload_type,
                  payload_revision, payload from domain_event order by global_index
                """);
    }
}
