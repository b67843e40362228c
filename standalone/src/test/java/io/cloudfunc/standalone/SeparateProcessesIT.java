package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.command.CommandSideApplication;
import io.cloudfunc.invoker.InvokerApplication;
import io.cloudfunc.query.QuerySideApplication;
import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with command side, query side, router and worker each in a process of its own. */
class SeparateProcessesIT {

    private static final String ECHO = "def handler(event):\n    return event\n";

    @TempDir
    Path directory;

    @Test
    void runs_the_main_job_and_ends_what_was_accepted_while_no_router_ran() throws Exception {
        var environment = RealParts.environment(RealParts.freshInstallation());
        environment.put("SPRING_DATASOURCE_URL", TestPostgres.url());
        var router = new TreeMap<>(environment);
        router.put("CLOUDFUNC_INVOKER_ROLES", "router");
        var worker = new TreeMap<>(environment);
        worker.put("CLOUDFUNC_INVOKER_ROLES", "worker");
        worker.remove("SPRING_DATASOURCE_URL");

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
                ids.forEach(id -> await().atMost(Duration.ofSeconds(60))
                        .until(() -> reads.invocation(id).get("state").asString(), "SUCCEEDED"::equals));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> reads.containers("echo").isEmpty());
            }
        }
    }
}
