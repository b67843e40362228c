package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ is killed and its data directory deleted while 1,000 calls wait in it. */
@Tag("own-broker")
class BrokerDataLossIT {

    private static final int FUNCTIONS = 32;

    /** Of each function as many calls as are sent to the broker before it has a container. */
    private static final int WAITING = FUNCTIONS * 32;

    /** Calls in hand at a time, all held by sleepers at first; later as many containers are made of each function. */
    private static final int SLOTS = 2;

    private static final String SLEEPER = "import time\ndef handler(event):\n    time.sleep(event)\n    return event\n";

    @TempDir
    Path directory;

    @Test
    void all_calls_end_once() throws Exception {
        var installation = RealParts.freshInstallation();
        var database = TestPostgres.url();
        try (var broker = OwnBroker.start(directory.resolve("broker"), "")) {
            var environment = RealParts.environment(installation);
            environment.putAll(broker.environment());
            environment.put("SPRING_DATASOURCE_URL", database);
            environment.put("CLOUDFUNC_WORKER_SLOTS", String.valueOf(SLOTS));
            environment.put("CLOUDFUNC_WORKER_MOST_SLOTS", String.valueOf(SLOTS));
            environment.put("CLOUDFUNC_WORKER_MEMORY", "8GB");
            try (var server = ServerProcess.start(StandaloneApplication.class, directory, environment)
                    .awaitReady()) {
                var api = server.api();
                api.deploy("sleeper", SLEEPER, "{\"maxContainers\":500,\"timeout\":\"2m\"}");
                for (var function = 0; function < FUNCTIONS; function++) {
                    api.deploy("waiting-" + function, SLEEPER, "{\"maxContainers\":500}");
                }
                Burst.of(SLOTS, 1).accept(api, "sleeper", "40");
                for (var function = 0; function < FUNCTIONS; function++) {
                    Burst.of(WAITING / FUNCTIONS, 16).accept(api, "waiting-" + function, "0");
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> broker.waitingIn(installation + ".tasks") >= 1_000);

                broker.loseEverything();

                await().atMost(Duration.ofSeconds(180))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> StoredCalls.in(database).allEnded(WAITING + SLOTS));
                var calls = StoredCalls.in(database);
                System.out.printf("broker data deleted with %,d calls waiting: %s%n", WAITING, calls);
                assertThat(calls.endedTwice()).isZero();
                assertThat(calls.duplicates())
                        .as("calls that ran again after they had ended")
                        .isZero();
            }
        }
    }
}
