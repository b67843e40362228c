package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Calls that are run again, with the same code and with other code. */
class ReplayIT {

    private static final String GREET = """
            def handler(event):
                return {"message": "%s, " + event["name"]}
            """;

    @TempDir
    Path directory;

    @Test
    void a_replay_is_byte_equal_on_the_same_revision_and_tells_what_differs_on_another_that_does_not_serve()
            throws Exception {
        try (var server = ServerProcess.start(
                StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))) {
            var api = server.awaitReady().api();
            api.deploy("greet", GREET.formatted("Hello"), "{}");
            var origin = api.accept("greet", "{\"name\":\"Ada\"}");
            var before = ended(api, origin);
            var failed = api.accept("greet", "{}");
            ended(api, failed);
            api.deploy("greet", GREET.formatted("Hi"), "{}");
            api.post("/v1/functions/greet:rollback", "{\"revision\":1}");

            var same = replayed(api, origin, "");
            var candidate = replayed(api, origin, "?revision=2");

            assertThat(same.get("same").asBoolean()).isTrue();
            assertThat(same.get("output")).isEmpty();
            assertThat(candidate.get("same").asBoolean()).isFalse();
            assertThat(candidate.at("/replay/revision").asInt()).isEqualTo(2);
            assertThat(candidate.get("output")).hasSize(1);
            assertThat(candidate.at("/output/0/at").asString()).isEqualTo("/message");
            assertThat(candidate.at("/output/0/before").asString()).isEqualTo("\"Hello, Ada\"");
            assertThat(candidate.at("/output/0/after").asString()).isEqualTo("\"Hi, Ada\"");
            var failedAgain = replayed(api, failed, "");
            assertThat(failedAgain.at("/origin/failure").asString()).isEqualTo("HANDLER_RAISED: KeyError: 'name'");
            assertThat(failedAgain.get("same").asBoolean()).isTrue();
            assertThat(ended(api, origin)).isEqualTo(before);
            assertThat(api.call("greet", "{\"name\":\"Ada\"}").body()).isEqualTo("{\"message\": \"Hello, Ada\"}");
            assertThat(api.post("/v1/invocations/" + origin + ":replay?revision=9", "")
                            .statusCode())
                    .isEqualTo(404);

            api.post("/v1/invocations/" + origin + ":erase", "");

            var refused = api.post("/v1/invocations/" + origin + ":replay", "");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("has no input: it was erased");
        }
    }

    private static JsonNode ended(Api api, String id) {
        await().atMost(Duration.ofSeconds(30)).until(() -> api.invocation(id).hasNonNull("endedAt"));
        return api.invocation(id);
    }

    private static JsonNode replayed(Api api, String origin, String query) {
        var accepted = api.post("/v1/invocations/" + origin + ":replay" + query, "");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var id = accepted.headers().firstValue("Location").orElseThrow().replace("/v1/invocations/", "");
        assertThat(ended(api, id).get("origin").asString()).isEqualTo(origin);
        return api.get("/v1/invocations/" + id + "/comparison");
    }
}
