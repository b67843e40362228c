package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordRevisionReady;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two teams on one installation: what each has, the other neither sees nor touches, nor learns that it is there. */
class NamespacesIT extends OnBothSides {

    private static final FunctionName PLANTED = new FunctionName("team-a.planted");
    private static final ContainerId CONTAINER = new ContainerId("c0ffee");
    private static final String NEVER_WAS = "019a0000-0000-7000-8000-000000000000";

    private static final List<String> LISTS = List.of(
            "/v1/functions",
            "/v1/functions?at=%s",
            "/v1/invocations",
            "/v1/invocations?at=%s",
            "/v1/containers",
            "/v1/containers?at=%s",
            "/v1/secrets",
            "/v1/dead-letters",
            "/v1/events",
            "/v1/audit/events");

    @Autowired
    CommandGateway commands;

    private String teamA;
    private String teamB;
    private String call;

    @BeforeEach
    void plant() throws Exception {
        teamA = issue(new Namespaces(Set.of("team-a")), null, Role.ADMIN).text();
        teamB = issue(new Namespaces(Set.of("team-b")), null, Role.ADMIN).text();
        deploy(PLANTED);
        commands.sendAndWait(new RecordContainerStarted(
                CONTAINER,
                PLANTED,
                1,
                1,
                new WorkerId("w1"),
                ColdReason.FIRST_CALL,
                Duration.ofMinutes(1),
                Instant.EPOCH));
        assertThat(ask("PUT", "/v1/secrets/team-a.planted-password", teamA, "geheim")
                        .statusCode())
                .isEqualTo(200);
        var accepted = ask("POST", "/v1/functions/team-a.planted/invocations", teamA, "{}");
        assertThat(accepted.statusCode()).isEqualTo(202);
        call = accepted.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
    }

    private void deploy(FunctionName function) {
        var code = new Code.Image(new ImageReference("registry/hello:1"), null);
        commands.sendAndWait(new DeployFunction(function, code, Settings.DEFAULT, Instant.EPOCH));
        commands.sendAndWait(new RecordRevisionReady(
                function, 1, 1, new CodeIdentity("sha256:ab", null), new WorkerId("w1"), Instant.EPOCH));
    }

    @Test
    void lists_and_exports_show_only_what_is_in_the_callers_namespaces() throws Exception {
        for (var list : LISTS) {
            var path = list.formatted(Instant.now().minusMillis(1));
            if (!list.contains("dead-letters")) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ask("GET", path, teamA, "").body().contains("planted"));
            }
            var answer = ask("GET", path, teamB, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("planted", call, "team-a");
        }
        assertThat(ask("GET", "/v1/audit/events", teamA, "").body()).doesNotContain("KeyIssued\"");
    }

    @Test
    void what_is_in_another_namespace_is_answered_like_what_never_was() throws Exception {
        assertSame("GET", "/v1/functions/team-a.planted", "/v1/functions/team-a.never-was");
        assertSame("DELETE", "/v1/functions/team-a.planted", "/v1/functions/team-a.never-was");
        assertSame("POST", "/fn/team-a.planted", "/fn/team-a.never-was");
        assertSame("GET", "/v1/invocations?function=team-a.planted", "/v1/invocations?function=team-a.never-was");
        assertSame("GET", "/v1/invocations/" + call, "/v1/invocations/" + NEVER_WAS);
        assertSame("GET", "/v1/invocations/" + call + "/events", "/v1/invocations/no-id/events");
        assertSame("POST", "/v1/invocations/" + call + ":replay", "/v1/invocations/" + NEVER_WAS + ":replay");
        assertSame("POST", "/v1/dead-letters/" + call + ":redrive", "/v1/dead-letters/" + NEVER_WAS + ":redrive");
        assertSame("GET", "/v1/containers/" + CONTAINER, "/v1/containers/never-was");
        assertSame("DELETE", "/v1/secrets/team-a.planted-password", "/v1/secrets/team-a.never-was");

        assertThat(ask("GET", "/v1/invocations/" + call, teamA, "").statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", "/v1/containers/" + CONTAINER + "/events", teamA, "")
                        .statusCode())
                .isEqualTo(200);
    }

    private void assertSame(String method, String there, String neverThere) throws Exception {
        var answer = ask(method, there, teamB, "");
        assertThat(answer.statusCode()).as(there).isEqualTo(403);
        assertThat(withoutPath(answer)).as(there).isEqualTo(withoutPath(ask(method, neverThere, teamB, "")));
    }

    private static String withoutPath(HttpResponse<String> answer) {
        return answer.body().replaceFirst("\"instance\":\"[^\"]*\"", "");
    }

    @Test
    void a_function_has_no_secret_of_another_namespace() throws Exception {
        for (var settings : List.of(
                "{\"secretFiles\":{\"password\":\"team-a.planted-password\"}}",
                "{\"environment\":{\"PASSWORD\":\"${secret:team-a.planted-password}\"}}")) {
            var spec = "{\"image\":\"registry/hello:1\",\"settings\":%s}".formatted(settings);

            assertThat(ask("PUT", "/v1/functions/team-b.thief", teamB, spec).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void who_watches_is_told_only_of_its_own_namespaces() throws Exception {
        var stream = http.send(request("GET", "/v1/stream", teamB, ""), BodyHandlers.ofInputStream());
        var heard = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            hearUntil("hello", lines, heard);

            deploy(new FunctionName("team-a.planted-later"));
            deploy(new FunctionName("team-b.mine"));

            hearUntil("team-b.mine", lines, heard);
        }
        assertThat(heard).noneMatch(line -> line.contains("planted") || line.contains("team-a"));
    }

    private static void hearUntil(String word, BufferedReader lines, List<String> heard) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            heard.add(line);
            if (line.contains(word)) {
                return;
            }
        }
    }

    private HttpResponse<String> ask(String method, String path, String key, String body)
            throws IOException, InterruptedException {
        return http.send(request(method, path, key, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String key, String body) {
        return HttpRequest.newBuilder(server().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }
}
