package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.invoker.InvokerApplication;
import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and workers that are told to stop while calls run and wait. */
class GracefulStopIT {

    /** Takes as many seconds as the event says. */
    private static final String SLEEPER = "import time\ndef handler(event):\n    time.sleep(event)\n    return event\n";

    private static final int WAITING = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final String database = TestPostgres.url();
    private Map<String, String> environment;

    @BeforeEach
    void ofItsOwn() {
        environment = RealParts.environment(RealParts.freshInstallation());
        environment.put("SPRING_DATASOURCE_URL", database);
    }

    @Test
    void a_server_answers_what_runs_and_leaves_the_rest_to_the_next() throws Exception {
        var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady();
        var api = server.api();
        api.deploy("sleeper", SLEEPER, "{\"maxContainers\":1}");
        var running = CompletableFuture.supplyAsync(() -> api.call("sleeper", "4"));
        await().atMost(PATIENCE).until(() -> StoredCalls.in(database).attempts() == 1);
        var waiting = IntStream.range(0, WAITING)
                .mapToObj(number -> api.accept("sleeper", "1"))
                .toList();

        server.stop();

        assertThat(running.get().body()).isEqualTo("4");
        assertThat(StoredCalls.in(database).ended()).isLessThan(1 + WAITING);
        try (var next = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady()) {
            await().atMost(PATIENCE).until(() -> StoredCalls.in(database).allEnded(1 + WAITING));
            assertThat(waiting)
                    .allSatisfy(id -> assertThat(
                                    next.api().invocation(id).get("state").asString())
                            .isEqualTo("SUCCEEDED"));
            assertThat(StoredCalls.in(database).attempts()).isEqualTo(1 + WAITING);
        }
    }

    @Test
    void a_call_beyond_the_drain_limit_is_returned_and_runs_again() throws Exception {
        environment.put("CLOUDFUNC_WORKER_DRAIN_LIMIT", "1s");
        var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady();
        server.api().deploy("sleeper", SLEEPER, "{}");
        var id = server.api().accept("sleeper", "10");
        await().atMost(PATIENCE).until(() -> StoredCalls.in(database).attempts() == 1);

        server.stop();

        assertThat(StoredCalls.in(database).ended()).isZero();
        try (var next = ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady()) {
            await().atMost(PATIENCE)
                    .until(() -> next.api().invocation(id).get("state").asString(), "SUCCEEDED"::equals);
            assertThat(StoredCalls.in(database)).isEqualTo(new StoredCalls(1, 1, 2, 0, 0));
        }
    }

    @Test
    void a_worker_ends_what_runs_and_another_takes_the_rest() throws Exception {
        var ofWorker = new TreeMap<>(environment);
        ofWorker.put("CLOUDFUNC_INVOKER_ROLES", "worker");
        ofWorker.put("CLOUDFUNC_WORKER_SLOTS", "2");
        ofWorker.remove("SPRING_DATASOURCE_URL");
        try (var server =
                ServerProcess.start(WithoutWorker.class, directory, environment).awaitReady()) {
            var api = server.api();
            var first = ServerProcess.start(InvokerApplication.class, directory.resolve("first"), ofWorker)
                    .awaitReady();
            api.deploy("sleeper", SLEEPER, "{\"maxContainers\":2}");
            IntStream.range(0, WAITING).forEach(number -> api.accept("sleeper", "3"));
            await().atMost(PATIENCE).until(() -> StoredCalls.in(database).attempts() >= 2);

            first.stop();

            await().atMost(PATIENCE).until(() -> StoredCalls.in(database).ended() >= 2);
            try (var second = ServerProcess.start(InvokerApplication.class, directory.resolve("second"), ofWorker)
                    .awaitReady()) {
                await().atMost(PATIENCE).until(() -> StoredCalls.in(database).allEnded(WAITING));
                assertThat(StoredCalls.in(database)).isEqualTo(new StoredCalls(WAITING, WAITING, WAITING, 0, 0));
            }
        }
    }
}
