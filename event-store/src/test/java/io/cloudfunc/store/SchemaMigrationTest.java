package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class SchemaMigrationTest {

    private static final SchemaPart PROBE = new SchemaPart("probe");

    private final DataSource dataSource = TestPostgres.pooled();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);

    @BeforeEach
    void migrateBesideAnotherPart() {
        assertThat(isComplete()).isFalse();
        new SchemaMigration(dataSource, List.of(new SchemaPart("store"), PROBE));
    }

    @Test
    void does_not_ask_flyway_about_a_part_that_is_up_to_date() {
        assertThat(isComplete()).isTrue();
        assertThat(new SchemaHistory(jdbc, new SchemaPart("store")).isComplete())
                .isTrue();
        var flywayWouldRefuse = "update flyway_probe set description = 'other' where version = '2'";
        jdbc.execute(flywayWouldRefuse);

        migrate();
    }

    @Test
    void runs_a_script_that_came_since() {
        jdbc.execute("delete from flyway_probe where version = '2'");
        jdbc.execute("drop table two");

        migrate();

        assertThat(jdbc.queryForObject("select count(*) from two", Long.class)).isZero();
        assertThat(isComplete()).isTrue();
    }

    @Test
    void refuses_a_script_that_was_changed_since() {
        jdbc.execute("update flyway_probe set checksum = checksum + 1 where version = '2'");

        assertThatThrownBy(this::migrate).isInstanceOf(FlywayException.class).hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"success = false", "type = 'DELETE'", "checksum = null"})
    void is_not_complete_with_what_is_no_script_that_ran(String otherwise) {
        jdbc.execute("update flyway_probe set %s where version = '2'".formatted(otherwise));

        assertThat(isComplete()).isFalse();
    }

    @Test
    void leaves_it_to_flyway_to_judge_what_was_run_by_a_later_server() {
        jdbc.execute("""
                insert into flyway_probe select 9, '3', 'three', 'SQL', 'V3__three.sql', 1, 'me', now(), 1, true
                """);

        assertThat(isComplete()).isFalse();
        migrate();
    }

    private void migrate() {
        new SchemaMigration(dataSource, List.of(PROBE));
    }

    private boolean isComplete() {
        return new SchemaHistory(jdbc, PROBE).isComplete();
    }
}
