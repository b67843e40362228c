package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Source of each language, as people deploy it, in one process on real parts. */
class SourceRuntimesIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> RUNTIMES = List.of("python", "node", "java");

    @TempDir
    static Path directory;

    private static ServerProcess server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(
                        StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady();
        api = server.api();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    @Test
    void the_same_hello_answers_the_same_as_python_node_and_java_source() {
        for (var runtime : RUNTIMES) {
            var deployed = api.deploy("hello-" + runtime, example(runtime));
            assertThat(deployed.path("state").asString())
                    .as("%s: %s", runtime, deployed)
                    .isEqualTo("READY");
            assertThat(revisionOf("hello-" + runtime).at("/code/runtime").asString())
                    .isEqualTo(runtime);
        }

        assertThat(RUNTIMES).allSatisfy(runtime -> {
            assertThat(outputOf(runtime, "{\"name\":\"Ada\"}"))
                    .isEqualTo(JSON.readTree("{\"message\":\"Hello, Ada!\"}"));
            assertThat(outputOf(runtime, "{}")).isEqualTo(JSON.readTree("{\"message\":\"Hello, world!\"}"));
            assertThat(outputOf(runtime, "")).isEqualTo(outputOf(runtime, "{}"));
        });
    }

    @Test
    void what_each_prints_is_the_calls_log() {
        assertThat(RUNTIMES).allSatisfy(runtime -> {
            api.deploy("loud-" + runtime, example(runtime));

            var id = api.call("loud-" + runtime, "{\"name\":\"Ada\"}")
                    .headers()
                    .firstValue("CloudFunc-Invocation")
                    .orElseThrow();

            assertThat(api.read("/v1/invocations/" + id + "/logs").body()).isEqualTo("greeting Ada\n");
        });
    }

    private static Path example(String runtime) {
        return Path.of("..", "examples", "hello-" + runtime);
    }

    private static JsonNode revisionOf(String function) {
        return api.get("/v1/functions/" + function).path("revisions").path(0);
    }

    private static JsonNode outputOf(String runtime, String event) {
        var answer = api.call("hello-" + runtime, event);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
