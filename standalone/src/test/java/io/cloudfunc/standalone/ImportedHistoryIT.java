package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.store.Fact;
import io.cloudfunc.store.Histories;
import io.cloudfunc.store.TestPostgres;
import io.cloudfunc.trail.TrailEvent;
import io.cloudfunc.trail.TrailFormat;
import io.cloudfunc.trail.TrailLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    /** Without a worker whatever is published stays in a queue. */
    @ParameterizedTest
    @MethodSource("seed")
    void of_any_kind_is_followed_by_the_router_and_nothing_is_published_or_timed(long seed) throws Exception {
        var url = TestPostgres.url();
        var prefix = RealParts.freshInstallation();
        var environment = RealParts.environment(prefix);
        environment.put("SPRING_DATASOURCE_URL", url);
        var database = new JdbcTemplate(dataSource(url));
        try (var server = ServerProcess.start(WithoutWorker.class, directory, environment);
                var broker = broker();
                var channel = broker.createChannel()) {
            var api = server.awaitReady().api();
            var names = new QueueNames(prefix);
            var control = channel.queueDeclare().getQueue();
            channel.queueBind(control, names.controlOfAll(), "");
            var toWorker = channel.queueDeclare(names.controlOf(Histories.WORKER), false, true, true, Map.of())
                    .getQueue();
            var history = Histories.random(seed, 1_000);

            assertThat(api.load(export(history)).statusCode()).isEqualTo(200);

            var last = database.queryForObject("select max(global_index) from domain_event", Long.class);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> tokenOfRouter(database).contains("\"index\":" + last));
            assertThat(counts(database, "saga", "router_backlog", "router_revision", "scheduled_tasks"))
                    .containsOnly(0L);
            assertThat(counts(database, "domain_event where aggregate_type <> 'Key'"))
                    .containsExactly((long) history.size());
            for (var queue : List.of(names.tasks(), names.reports(), control, toWorker)) {
                assertThat(channel.messageCount(queue))
                        .as("messages in %s", queue)
                        .isZero();
            }
            assertThat(api.post("/v1/projections:check", "").body())
                    .doesNotContain("\"equal\":false")
                    .contains("\"equal\":true");
        }
    }

    static LongStream seed() {
        return new Random().longs(1);
    }

    private static Connection broker() throws Exception {
        var client = new ConnectionFactory();
        client.setUri(RealParts.rabbit());
        return client.newConnection();
    }

    /** As another installation exports it before it is sealed. */
    private static String export(List<Fact> history) {
        var json = Jackson3Serializer.builder().build();
        var lines = new ArrayList<String>();
        lines.add(TrailFormat.JSONL.write(new TrailLine.Head(null)));
        for (var fact : history) {
            lines.add(TrailFormat.JSONL.write(new TrailLine.Event(new TrailEvent(
                    lines.size(),
                    UUID.randomUUID().toString(),
                    fact.type(),
                    fact.aggregate(),
                    fact.sequence(),
                    fact.event().getClass().getName(),
                    null,
                    "2026-01-31T12:00:00Z",
                    json.serialize(fact.event(), String.class).getData(),
                    "{}"))));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Empty until it has begun. */
    private static String tokenOfRouter(JdbcTemplate database) {
        return database.queryForObject(
                "select coalesce(max(convert_from(token, 'UTF8')), '') from processor_token where processor_name = 'router'",
                String.class);
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
