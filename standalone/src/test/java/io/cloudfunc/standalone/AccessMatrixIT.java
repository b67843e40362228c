package io.cloudfunc.standalone;

import static io.cloudfunc.api.identity.Role.ADMIN;
import static io.cloudfunc.api.identity.Role.AUDIT;
import static io.cloudfunc.api.identity.Role.DEPLOY;
import static io.cloudfunc.api.identity.Role.INVOKE;
import static io.cloudfunc.api.identity.Role.METRICS;
import static io.cloudfunc.api.identity.Role.READ;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Access;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.identity.ApiKey;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every route that there is, asked by everybody: the table below is who may use which. */
class AccessMatrixIT extends OnBothSides {

    private static final Map<String, Set<Role>> MAY_USE = Map.ofEntries(
            entry("PUT /v1/functions/{name}", Set.of(DEPLOY)),
            entry("DELETE /v1/functions/{name}", Set.of(DEPLOY)),
            entry("POST /v1/functions/{name}:rollback", Set.of(DEPLOY)),
            entry("GET /v1/functions", Set.of(READ, DEPLOY)),
            entry("GET /v1/functions/{name}", Set.of(READ, DEPLOY)),
            entry("GET /v1/functions/{name}/revisions", Set.of(READ, DEPLOY)),
            entry("GET /v1/functions/{name}/revisions/{revision}/log", Set.of(READ, DEPLOY)),
            entry("GET /v1/functions/{name}/events", Set.of(READ, AUDIT)),
            entry("POST /v1/functions/{name}/invocations", Set.of(INVOKE)),
            entry("POST /v1/functions/{name}/invocations:batch", Set.of(INVOKE)),
            entry("POST /fn/{name}", Set.of(INVOKE)),
            entry("POST /v1/invocations/{id}:cancel", Set.of(INVOKE)),
            entry("GET /v1/invocations", Set.of(READ)),
            entry("GET /v1/invocations/{id}", Set.of(READ, INVOKE)),
            entry("GET /v1/invocations/{id}/output", Set.of(READ, INVOKE)),
            entry("GET /v1/invocations/{id}/logs", Set.of(READ, INVOKE)),
            entry("GET /v1/invocations/{id}/events", Set.of(READ, AUDIT)),
            entry("GET /v1/invocations/{id}/comparison", Set.of(READ, INVOKE)),
            entry("POST /v1/invocations/{id}:replay", Set.of(INVOKE)),
            entry("GET /v1/dead-letters", Set.of(READ)),
            entry("POST /v1/dead-letters/{id}:redrive", Set.of(INVOKE)),
            entry("POST /v1/dead-letters:redrive", Set.of(INVOKE)),
            entry("GET /v1/containers", Set.of(READ)),
            entry("GET /v1/containers/{id}/events", Set.of(READ, AUDIT)),
            entry("GET /v1/containers/{id}", Set.of(READ)),
            entry("GET /v1/events", Set.of(AUDIT)),
            entry("GET /v1/events/density", Set.of(READ, AUDIT)),
            entry("GET /v1/stream", Set.of(READ)),
            entry("GET /v1/me", Set.of(READ, INVOKE, DEPLOY, AUDIT)),
            entry("GET /v1/projections", Set.of(READ, AUDIT)),
            entry("GET /v1/projections/{name}", Set.of(READ, AUDIT)),
            entry("POST /v1/projections:rebuild", Set.of()),
            entry("POST /v1/projections/{name}:rebuild", Set.of()),
            entry("POST /v1/projections:check", Set.of(AUDIT)),
            entry("POST /v1/projections/{name}:check", Set.of(AUDIT)),
            entry("GET /v1/audit/reconcile", Set.of(AUDIT)),
            entry("GET /v1/audit/verify", Set.of(AUDIT)),
            entry("GET /v1/audit/checkpoint", Set.of(AUDIT)),
            entry("GET /v1/audit/events", Set.of(AUDIT)),
            entry("POST /v1/audit/import", Set.of()),
            entry("POST /v1/invocations/{id}:erase", Set.of()),
            entry("POST /v1/functions/{name}:erase", Set.of()),
            entry("POST /v1/callers/{caller}:erase", Set.of()),
            entry("POST /v1/erasures:rewrite", Set.of()),
            entry("GET /v1/secrets", Set.of(READ, DEPLOY)),
            entry("PUT /v1/secrets/{name}", Set.of(DEPLOY)),
            entry("DELETE /v1/secrets/{name}", Set.of(DEPLOY)),
            entry("GET /metrics", Set.of(METRICS)),
            entry("GET /actuator/info", Set.of()),
            entry("GET /v1/openapi.json", Set.of(READ, DEPLOY, INVOKE, AUDIT)),
            entry("GET /ui/api", Set.of(READ, DEPLOY, INVOKE, AUDIT)),
            entry("GET /v1/keys", Set.of()),
            entry("POST /v1/keys", Set.of()),
            entry("DELETE /v1/keys/{id}", Set.of()));

    /** Of nothing that is in a namespace, or of much at once, of which each sees its own: NamespacesIT. */
    private static final Set<String> IN_ANY_NAMESPACE = Set.of(
            "GET /v1/functions",
            "GET /v1/invocations",
            "GET /v1/containers",
            "GET /v1/secrets",
            "GET /v1/dead-letters",
            "POST /v1/dead-letters:redrive",
            "GET /v1/events",
            "GET /v1/audit/events",
            "GET /v1/stream",
            "GET /v1/projections",
            "GET /v1/projections/{name}",
            "GET /v1/me",
            "GET /metrics",
            "GET /v1/openapi.json",
            "GET /ui/api");

    private static final Set<String> OPEN = Set.of(
            "GET /livez",
            "GET /readyz",
            "GET /actuator/health",
            "GET /actuator/health/**",
            "GET /login",
            "GET /look.css",
            "GET /mark.svg",
            "POST /login",
            "POST /logout");

    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;

    @Autowired
    List<RequestMappingInfoHandlerMapping> mappings;

    private final Map<Role, String> keys = new EnumMap<>(Role.class);

    @BeforeEach
    void issueKeys() {
        Stream.of(Role.values())
                .forEach(role -> keys.put(role, issue(null, role).text()));
    }

    @Test
    void every_route_is_in_the_table() {
        var known = new TreeSet<>(MAY_USE.keySet());
        known.addAll(OPEN);

        assertThat(routes()).filteredOn(route -> !route.endsWith(" /error")).containsExactlyInAnyOrderElementsOf(known);
    }

    @TestFactory
    Stream<DynamicTest> each_role_may_use_its_routes_and_no_others() {
        return MAY_USE.entrySet().stream()
                .flatMap(row -> Stream.of(Role.values())
                        .map(role -> dynamicTest(
                                role + ": " + row.getKey(), () -> assertAccess(row.getKey(), role, row.getValue()))));
    }

    private void assertAccess(String route, Role role, Set<Role> allowed) throws Exception {
        assertAnswer(ask(route, "Bearer " + keys.get(role)), role == ADMIN || allowed.contains(role));
    }

    @TestFactory
    Stream<DynamicTest> no_role_of_another_namespace_may_use_any_but_those_that_are_in_none() {
        var elsewhere = new Namespaces(Set.of("team-b", "team-c"));
        return Stream.of(Role.values()).flatMap(role -> {
            var key = issue(elsewhere, null, role).text();
            return MAY_USE.entrySet().stream()
                    .map(row -> dynamicTest(
                            role + " of another namespace: " + row.getKey(),
                            () -> assertAnswer(
                                    ask(row.getKey(), "Bearer " + key),
                                    IN_ANY_NAMESPACE.contains(row.getKey())
                                            && (role == ADMIN || row.getValue().contains(role)))));
        });
    }

    private static void assertAnswer(HttpResponse<String> answer, boolean allowed) {
        if (allowed) {
            assertThat(answer.statusCode()).isNotIn(UNAUTHENTICATED, FORBIDDEN).isLessThan(500);
        } else {
            assertTellsNothing(answer, FORBIDDEN, "forbidden");
        }
    }

    @TestFactory
    Stream<DynamicTest> nobody_without_a_valid_key_may_use_any() {
        var expired = issue(Instant.EPOCH, ADMIN);
        var revoked = issue(null, ADMIN);
        table.revoke(revoked.id(), Instant.EPOCH);
        var guessed = keys.get(ADMIN).replaceFirst("_[0-9a-f]{64}", "_" + "0".repeat(64));
        var identities = Map.of(
                "nobody", "",
                "an expired key", "Bearer " + expired.text(),
                "a revoked key", "Bearer " + revoked.text(),
                "the id of a key with another secret", "Bearer " + guessed,
                "a key that never was", "Bearer " + ApiKey.next(random).text(),
                "something else", "Basic YWRtaW46YWRtaW4=");
        return identities.entrySet().stream()
                .flatMap(identity -> MAY_USE.keySet().stream()
                        .map(route -> dynamicTest(
                                identity.getKey() + ": " + route,
                                () -> assertTellsNothing(
                                        ask(route, identity.getValue()), UNAUTHENTICATED, "unauthenticated"))));
    }

    @Test
    void a_public_function_is_called_without_a_key_and_nothing_else_of_it_is_told(@Autowired CommandGateway commands)
            throws Exception {
        deploy(commands, "for-holders", 1, Access.KEY);
        deploy(commands, "open-to-all", 1, Access.PUBLIC);

        for (var who : List.of("", "Bearer " + keys.get(READ))) {
            assertThat(statusOfCallBy(who, "open-to-all")).isEqualTo(410);
        }
        var unknown = ask("POST /fn/some-function", "");
        assertTellsNothing(unknown, UNAUTHENTICATED, "unauthenticated");
        assertThat(ask("POST /fn/for-holders", "").body())
                .isEqualTo(unknown.body().replace("some-function", "for-holders"));
        assertTellsNothing(ask("POST /fn/for-holders", "Bearer " + keys.get(READ)), FORBIDDEN, "forbidden");
        for (var route : List.of(
                "POST /v1/functions/open-to-all/invocations",
                "GET /v1/functions/open-to-all",
                "GET /fn/open-to-all",
                "PUT /v1/functions/open-to-all")) {
            assertTellsNothing(ask(route, ""), UNAUTHENTICATED, "unauthenticated");
        }
        assertTellsNothing(
                ask("POST /fn/open-to-all", "Bearer " + ApiKey.next(random).text()),
                UNAUTHENTICATED,
                "unauthenticated");

        deploy(commands, "open-to-all", 2, Access.KEY);

        assertTellsNothing(ask("POST /fn/open-to-all", ""), UNAUTHENTICATED, "unauthenticated");
    }

    private static void deploy(CommandGateway commands, String name, int revision, Access access) {
        var function = new FunctionName(name);
        var code = new Code.Image(new ImageReference("registry/hello:1"), null);
        commands.sendAndWait(new DeployFunction(function, code, Settings.DEFAULT.calledBy(access), Instant.EPOCH));
        commands.sendAndWait(new RecordRevisionReady(
                function, 1, revision, new CodeIdentity("sha256:ab", null), new WorkerId("w1"), Instant.EPOCH));
    }

    /** Nothing runs it, so it is cancelled once it is accepted. */
    private int statusOfCallBy(String who, String function) throws Exception {
        var call = HttpRequest.newBuilder(server().resolve("/fn/" + function)).POST(BodyPublishers.noBody());
        if (!who.isEmpty()) {
            call.header("Authorization", who);
        }
        var answer = http.sendAsync(call.build(), BodyHandlers.ofString());
        var open = "GET /v1/invocations?state=WAITING&function=" + function;
        var list = await().atMost(Duration.ofSeconds(30))
                .until(() -> ask(open, "Bearer " + keys.get(ADMIN)).body(), body -> body.contains("\"id\":"));
        var id = list.replaceFirst("(?s).*?\"id\":\"([0-9a-f-]{36})\".*", "$1");
        assertThat(ask("POST /v1/invocations/" + id + ":cancel", "Bearer " + keys.get(INVOKE))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !ask(open, "Bearer " + keys.get(ADMIN)).body().contains(id));
        return answer.get(30, TimeUnit.SECONDS).statusCode();
    }

    @Test
    void paths_that_lead_nowhere_are_told_only_to_those_who_are_known() throws Exception {
        assertThat(ask("GET /v1/nothing", "").statusCode()).isEqualTo(UNAUTHENTICATED);
        assertThat(ask("GET /actuator", "").statusCode()).isEqualTo(UNAUTHENTICATED);
        assertThat(ask("GET /v1/nothing", "Bearer " + keys.get(READ)).statusCode())
                .isEqualTo(404);
        assertThat(ask("PATCH /v1/functions/hello", "Bearer " + keys.get(READ)).statusCode())
                .isEqualTo(405);
    }

    @Test
    void health_is_told_to_everybody() throws Exception {
        assertThat(ask("GET /livez", "").statusCode()).isEqualTo(200);
        assertThat(ask("GET /readyz", "").statusCode()).isIn(200, 503);
    }

    private static void assertTellsNothing(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"urn:cloudfunc:problem:" + type + "\"")
                .doesNotContain("Exception", "io.cloudfunc", "no such", "There is no");
    }

    private HttpResponse<String> ask(String route, String authorization) throws IOException, InterruptedException {
        var methodAndPath = route.split(" ");
        var path = methodAndPath[1]
                .replace("/keys/{id}", "/keys/cf_0123456789ab")
                .replace("{id}", "019a0000-0000-7000-8000-000000000000")
                .replace("{name}", "some-function")
                .replaceAll("\\{[a-z]+}", "1");
        var request = HttpRequest.newBuilder(server().resolve(path))
                .header("Content-Type", "application/json")
                .method(methodAndPath[0], BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), AccessMatrixIT::text);
    }

    /** Of an answer that does not end, nothing; to hang up on it before it is given would make it a broken one. */
    static BodySubscriber<String> text(ResponseInfo answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")
                ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), unending -> "")
                : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    private Set<String> routes() {
        return mappings.stream()
                .map(mapping -> mapping.getHandlerMethods().keySet())
                .flatMap(Collection::stream)
                .flatMap(AccessMatrixIT::routes)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> routes(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        return info.getPatternValues().stream()
                .flatMap(pattern -> methods.isEmpty()
                        ? Stream.of("any " + pattern)
                        : methods.stream().map(RequestMethod::name).map(method -> method + " " + pattern));
    }
}
