package io.cloudfunc.query;

import static io.cloudfunc.query.Reader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.store.Histories;
import io.cloudfunc.store.TestPostgres;
import io.cloudfunc.store.trail.Sealer;
import io.cloudfunc.store.trail.TrailImport;
import io.cloudfunc.trail.ExportCheck;
import io.cloudfunc.trail.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The trail through its door, and histories taken to another installation. */
class TrailIT {

    private static final int EVENTS = 800;

    @TempDir
    Path directory;

    @Test
    void verifies_what_was_sealed_and_names_the_first_bad_event() {
        try (var here = start()) {
            append(here, 7);
            seal(here);
            var reader = reader(here);
            var kept = text(reader.get("/v1/audit/checkpoint"));
            assertThat(reader.ok("/v1/audit/verify").path("valid").asBoolean()).isTrue();
            assertThat(reader.ok("/v1/audit/verify").path("signersKnown").asBoolean())
                    .isTrue();

            jdbc(here).update("update domain_event set time_stamp = '2000-01-01T00:00:00Z' where global_index = 5");

            var verified = reader.ok("/v1/audit/verify");
            assertThat(verified.path("valid").asBoolean()).isFalse();
            assertThat(verified.at("/findings/0/position").asLong()).isEqualTo(5);

            jdbc(here).execute("truncate domain_event, event_seal");

            var cut = reader.ok("/v1/audit/verify?checkpoint=" + URLEncoder.encode(kept, StandardCharsets.UTF_8));
            assertThat(cut.at("/findings/0/kind").asString()).isEqualTo("CUT");
            reader.problem("/v1/audit/checkpoint", 404, "nothing-stored");
            reader.problem("/v1/audit/verify?checkpoint=x", 400, "invalid-value");
            reader.problem("/v1/audit/events?format=xml", 400, "invalid-value");
        }
    }

    @ParameterizedTest
    @CsvSource({"11, jsonl", "12, cloudevents"})
    void a_history_that_was_exported_and_imported_gives_the_views_that_it_had(long seed, String format) {
        try (var here = start();
                var there = start()) {
            append(here, seed);
            seal(here);
            var export = text(reader(here).get("/v1/audit/events?format=" + format));
            assertThat(new ExportCheck(Set.of(), List.of())
                            .verify(export.lines())
                            .isValid())
                    .isTrue();

            new TrailImport(jdbc(there), transaction(there), Clock.systemUTC()).load(export.lines());

            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(views(there)).isEqualTo(views(here)));
            assertThat(views(here)).hasSizeGreaterThan(100);
            assertThat(reader(there).ok("/v1/audit/reconcile").path("clean").asBoolean())
                    .isTrue();
        }
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(QuerySideApplication.class)
                .properties(Map.of(
                        "server.port", "0",
                        "cloudfunc.data-dir", directory.toString(),
                        "spring.datasource.url", TestPostgres.url()))
                .run();
    }

    private static Reader reader(ConfigurableApplicationContext context) {
        return new Reader(
                Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port"))));
    }

    private static JdbcTemplate jdbc(ConfigurableApplicationContext context) {
        return context.getBean(JdbcTemplate.class);
    }

    private static TransactionTemplate transaction(ConfigurableApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    /** A random history, all of which the views show. */
    private static void append(ConfigurableApplicationContext context, long seed) {
        var appender = new Appender(context.getBean(EventStore.class), context.getBean(TransactionManager.class));
        var history = Histories.random(seed, EVENTS);
        for (var first = 0; first < history.size(); first += 20) {
            appender.append(history.subList(first, Math.min(history.size(), first + 20)));
        }
        var ready = reader(context);
        await().atMost(Duration.ofSeconds(90)).until(() -> ready.get("/readyz").statusCode() == 200);
    }

    private void seal(ConfigurableApplicationContext context) {
        new Sealer(jdbc(context), transaction(context), Clock.systemUTC(), SigningKey.in(directory.resolve("audit")))
                .sealAll();
    }

    private static Map<String, String> views(ConfigurableApplicationContext context) {
        var jdbc = jdbc(context);
        var rows = new TreeMap<String, String>();
        for (var table : List.of("view_function", "view_invocation", "view_container")) {
            jdbc.queryForList("select * from " + table)
                    .forEach(row -> rows.put(table + "/" + row.get("key"), row.toString()));
        }
        return rows;
    }
}
