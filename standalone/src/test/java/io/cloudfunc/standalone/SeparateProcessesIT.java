package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.command.CommandSideApplication;
import io.cloudfunc.invoker.InvokerApplication;
import io.cloudfunc.query.QuerySideApplication;
import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with command side, query side, router and worker each in a process of its own, and with the worker alone. */
class SeparateProcessesIT {

    private static final String ECHO = "def handler(event):\n    return event\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void runs_the_main_job_and_ends_what_was_accepted_while_no_router_ran() throws Exception {
        var environment = RealParts.environment(RealParts.freshInstallation());
        environment.put("SPRING_DATASOURCE_URL", TestPostgres.url());
        var router = new TreeMap<>(environment);
        router.put("CLOUDFUNC_INVOKER_ROLES", "router");
        var worker = ofWorker(environment);

        try (var command = ServerProcess.start(CommandSideApplication.class, directory, environment);
                var query = ServerProcess.start(QuerySideApplication.class, directory, environment);
                var working = ServerProcess.start(InvokerApplication.class, directory, worker)) {
            var writes = command.awaitReady().api();
            var reads = query.awaitReady().api();
            working.awaitReady();

            try (var first = ServerProcess.start(InvokerApplication.class, directory, router)) {
                first.awaitReady();
                assertThat(writes.deploy("echo", ECHO, "{\"warmFor\":\"2s\"}")
                                .get("state")
                                .asString())
                        .isEqualTo("READY");
                assertThat(writes.call("echo", "{\"a\":1}").body()).isEqualTo("{\"a\": 1}");
                assertThat(writes.call("echo", "2").body()).isEqualTo("2");
            }
            var ids = IntStream.range(0, 20)
                    .mapToObj(n -> writes.accept("echo", String.valueOf(n)))
                    .toList();

            try (var second = ServerProcess.start(InvokerApplication.class, directory, router)) {
                second.awaitReady();
                ids.forEach(id -> await().atMost(PATIENCE)
                        .until(() -> reads.invocation(id).get("state").asString(), "SUCCEEDED"::equals));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> reads.containers("echo").isEmpty());
            }
        }
    }

    @Test
    void a_call_for_a_warm_worker_elsewhere_does_not_wait_for_the_router() throws Exception {
        var database = TestPostgres.url();
        var environment = RealParts.environment(RealParts.freshInstallation());
        environment.put("SPRING_DATASOURCE_URL", database);
        var worker = ofWorker(environment);

        try (var server = ServerProcess.start(WithoutWorker.class, directory, environment)
                        .awaitReady();
                var working = ServerProcess.start(InvokerApplication.class, directory.resolve("worker"), worker)) {
            working.awaitReady();
            assertThat(server.api().deploy("echo", ECHO, "{}").get("state").asString())
                    .isEqualTo("READY");

            await().atMost(PATIENCE).until(() -> isAnsweredWhileTheRouterIsHeldUp(server.api(), database));

            await().atMost(PATIENCE).until(() -> {
                var stored = StoredCalls.in(database);
                return stored.attempts() > 0 && stored.allEnded(stored.attempts());
            });
            assertThat(StoredCalls.in(database).duplicates()).isZero();
        }
    }

    /** It needs no database. */
    private static Map<String, String> ofWorker(Map<String, String> environment) {
        var worker = new TreeMap<>(environment);
        worker.put("CLOUDFUNC_INVOKER_ROLES", "worker");
        worker.remove("SPRING_DATASOURCE_URL");
        return worker;
    }

    /** It cannot take down what it sends. The worker starts a container for the first call, and may not yet be known to have it. */
    private static boolean isAnsweredWhileTheRouterIsHeldUp(Api api, String database) throws Exception {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(statement.executeQuery("select 1 from saga for update").next())
                    .isTrue();
            var answer = CompletableFuture.supplyAsync(() -> api.call("echo", "1"));
            return answer.get(2, TimeUnit.SECONDS).body().equals("1");
        } catch (TimeoutException waitsForTheRouter) {
            return false;
        }
    }
}
