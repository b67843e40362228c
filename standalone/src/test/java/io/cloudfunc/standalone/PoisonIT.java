package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.invoker.InvokerApplication;
import io.cloudfunc.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call in which its worker is killed each time it runs. */
class PoisonIT {

    /** Takes as many seconds as the event says. */
    private static final String POISON = "import time\ndef handler(event):\n    time.sleep(event)\n    return event\n";

    private static final String ECHO = "def handler(event):\n    return event\n";

    private static final int ATTEMPTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final String database = TestPostgres.url();
    private Map<String, String> environment;
    private Map<String, String> ofWorker;

    @BeforeEach
    void ofItsOwn() {
        environment = RealParts.environment(RealParts.freshInstallation());
        ofWorker = new TreeMap<>(environment);
        ofWorker.put("CLOUDFUNC_INVOKER_ROLES", "worker");
        environment.put("SPRING_DATASOURCE_URL", database);
    }

    @Test
    void ends_as_a_dead_letter_after_its_attempts_while_other_calls_succeed() throws Exception {
        try (var server =
                ServerProcess.start(WithoutWorker.class, directory, environment).awaitReady()) {
            var api = server.api();
            var worker = worker();
            api.deploy("echo", ECHO, "{}");
            api.deploy("poison", POISON, "{\"timeout\":\"5m\",\"retry\":{\"attempts\":%d}}".formatted(ATTEMPTS));
            var poison = api.accept("poison", "240");

            for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
                assertThat(api.call("echo", String.valueOf(attempt)).body()).isEqualTo(String.valueOf(attempt));
                var begun = attempt;
                await().atMost(PATIENCE).until(() -> attempts(api, poison) == begun);
                worker.kill();
                worker = worker();
            }

            await().atMost(PATIENCE)
                    .until(() -> api.invocation(poison).get("state").asString(), "FAILED"::equals);
            assertThat(api.events("/v1/invocations/" + poison))
                    .containsExactly(
                            "InvocationRequested",
                            "AttemptStarted",
                            "AttemptFailed",
                            "AttemptStarted",
                            "AttemptFailed",
                            "AttemptStarted",
                            "InvocationAbandoned",
                            "InvocationDeadLettered");
            var dead = api.invocation(poison);
            assertThat(dead.at("/failure/kind").asString()).isEqualTo("WORKER_LOST");
            assertThat(dead.get("attempts").asInt()).isEqualTo(ATTEMPTS);
            assertThat(api.call("echo", "\"after\"").body()).isEqualTo("\"after\"");
            assertThat(deadLetters(api)).containsExactly(poison);

            api.post("/v1/dead-letters/" + poison + ":redrive", "0");

            assertThat(deadLetters(api)).isEmpty();
            var redriven = api.invocation(poison).at("/deadLetter/redrivenAs").asString();
            await().atMost(PATIENCE)
                    .until(() -> api.invocation(redriven).get("state").asString(), "SUCCEEDED"::equals);
            assertThat(api.invocation(redriven).get("origin").asString()).isEqualTo(poison);
            worker.stop();
        }
    }

    private ServerProcess worker() {
        return ServerProcess.start(InvokerApplication.class, directory.resolve("worker"), ofWorker)
                .awaitReady();
    }

    private static List<String> deadLetters(Api api) {
        return api.get("/v1/dead-letters?function=poison").get("items").findValuesAsString("id");
    }

    private static long attempts(Api api, String id) {
        return api.events("/v1/invocations/" + id).stream()
                .filter("AttemptStarted"::equals)
                .count();
    }
}
