package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The history of a busy installation, imported into one with a router and a worker: nothing is done because of it. */
class ImportedHistoryIT {

    private static final String SLEEP = """
            import time
            def handler(event):
                time.sleep(event)
                return "done"
            """;

    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    @Test
    void shows_what_was_and_publishes_nothing_times_nothing_and_runs_nothing() throws Exception {
        var url = TestPostgres.url();
        var environment = RealParts.environment(RealParts.freshInstallation());
        environment.put("SPRING_DATASOURCE_URL", url);
        var database = new JdbcTemplate(dataSource(url));
        try (var source = ServerProcess.start(
                        StandaloneApplication.class, elsewhere, RealParts.environment(RealParts.freshInstallation()));
                var target = ServerProcess.start(StandaloneApplication.class, directory, environment)) {
            var there = source.awaitReady().api();
            there.deploy("sleep", SLEEP, "{}");
            there.call("sleep", "0");
            var running = there.accept("sleep", "40");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> there.invocation(running).get("state").asString(), "RUNNING"::equals);
            var export = there.read("/v1/audit/events").body();
            var here = target.awaitReady().api();

            assertThat(here.load(export).statusCode()).isEqualTo(200);

            await().until(() -> here.get("/v1/functions").get("items").size() == 1);
            assertThat(here.invocation(running).get("state").asString()).isEqualTo("RUNNING");
            assertThat(here.call("sleep", "0").statusCode()).isEqualTo(409);
            assertThat(here.load(export).statusCode()).isEqualTo(409);
            var imported = export.lines()
                    .filter(line -> line.contains("\"payload\"") && !line.contains("\"aggregateType\":\"Key\""))
                    .count();
            await().until(() -> counts(database, "domain_event where aggregate_type <> 'Key'")
                    .equals(List.of(imported)));
            assertThat(counts(database, "saga", "router_backlog", "router_revision", "scheduled_tasks"))
                    .containsOnly(0L);

            here.deploy("sleep", SLEEP, "{}");

            assertThat(here.call("sleep", "0").body()).isEqualTo("\"done\"");
            assertThat(here.invocation(running).get("state").asString()).isEqualTo("RUNNING");
            assertThat(counts(database, "saga")).containsExactly(1L);
        }
    }

    private static List<Long> counts(JdbcTemplate database, String... tables) {
        return Arrays.stream(tables)
                .map(table -> database.queryForObject("select count(*) from " + table, Long.class))
                .toList();
    }

    private static PGSimpleDataSource dataSource(String url) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }
}
