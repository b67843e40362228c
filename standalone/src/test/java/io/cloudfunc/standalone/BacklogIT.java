package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.invoker.InvokerApplication;
import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted while all workers were off ends, once each, when they are on; and what that takes of memory. */
@Tag("own-broker")
class BacklogIT {

    private static final String LENGTH = "def handler(event):\n    return len(event)\n";
    private static final int KIB = 1024;
    private static final int MARK_MIB = 200;

    @TempDir
    Path directory;

    @Test
    void a_backlog_of_2_000_calls_of_1_KiB() throws Exception {
        backlog(2_000, KIB, "");
    }

    @Test
    @Tag("long")
    void a_backlog_of_20_000_calls_of_1_KiB() throws Exception {
        backlog(20_000, KIB, "");
    }

    @Test
    @Tag("long")
    void a_backlog_of_four_times_the_brokers_memory_mark_stops_nobody() throws Exception {
        var alarms =
                backlog(4 * MARK_MIB, KIB * KIB - 2, "vm_memory_high_watermark.absolute = %dMiB".formatted(MARK_MIB));

        assertThat(alarms).isZero();
    }

    /** Returns how often the broker was short of memory. */
    private long backlog(int calls, int bytes, String brokerSettings) throws Exception {
        var database = TestPostgres.url();
        try (var broker = OwnBroker.start(directory.resolve("broker"), brokerSettings)) {
            var environment = RealParts.environment(RealParts.freshInstallation());
            environment.putAll(broker.environment());
            environment.put("JAVA_TOOL_OPTIONS", "-Xmx512m");
            environment.put("CLOUDFUNC_WORKER_MEMORY", "1GB");
            environment.put("SPRING_DATASOURCE_URL", database);
            var ofWorker = new TreeMap<>(environment);
            ofWorker.put("CLOUDFUNC_INVOKER_ROLES", "worker");
            ofWorker.remove("SPRING_DATASOURCE_URL");
            try (var server = ServerProcess.start(WithoutWorker.class, directory, environment)
                    .awaitReady()) {
                var api = server.api();
                var first = ServerProcess.start(InvokerApplication.class, directory, ofWorker)
                        .awaitReady();
                api.deploy("length", LENGTH, "{\"maxContainers\":500,\"warmFor\":\"2s\"}");
                api.deploy("other", LENGTH, "{}");
                first.close();

                var began = System.nanoTime();
                Burst.of(calls, 16).accept(api, "length", "\"" + text(bytes) + "\"");
                var accepted = System.nanoTime();

                try (var worker = ServerProcess.start(InvokerApplication.class, directory, ofWorker)
                        .awaitReady()) {
                    api.accept("other", "\"four\"");
                    await().atMost(Duration.ofMinutes(8))
                            .pollInterval(Duration.ofSeconds(1))
                            .until(() -> StoredCalls.in(database).allEnded(calls + 1));
                    System.out.printf(
                            "%,d calls of %,d bytes: accepted in %,d s, ended after %,d s more;"
                                    + " most memory: server %,d MiB, worker %,d MiB, broker %,d MiB (%d alarms)%n",
                            calls,
                            bytes,
                            Duration.ofNanos(accepted - began).toSeconds(),
                            Duration.ofNanos(System.nanoTime() - accepted).toSeconds(),
                            server.mostMemoryMiB(),
                            worker.mostMemoryMiB(),
                            broker.mostMemoryMiB(),
                            broker.memoryAlarms());
                }
                var stored = StoredCalls.in(database);
                assertThat(stored).isEqualTo(new StoredCalls(calls + 1, calls + 1, calls + 1, 0, 0));
                return broker.memoryAlarms();
            }
        }
    }

    /** Text that does not compress. */
    private static String text(int characters) {
        var bytes = new byte[characters / 4 * 3 + 3];
        new Random(1).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes).substring(0, characters);
    }
}
