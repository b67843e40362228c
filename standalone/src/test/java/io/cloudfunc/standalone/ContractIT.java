package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.standalone.ApiDescription.Answer;
import io.cloudfunc.standalone.ApiDescription.Operation;
import io.cloudfunc.store.Receipts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document says what the server does: each answer in it is made to happen here, and no other happens. */
class ContractIT extends OnBothSides {

    /** Made to happen by {@code BoundsIT} and {@code RebuildIT}, with a server that has less room, or much to do. */
    private static final Set<String> ELSEWHERE =
            Set.of("function-full", "namespace-full", "platform-full", "rebuild-under-way");

    /** Of a server that has no events yet: {@code ImportedHistoryIT}, {@code TrailIT}. */
    private static final Set<Answer> OF_AN_EMPTY_STORE = Set.of(
            new Answer("POST /v1/audit/import", 200, ""),
            new Answer("GET /v1/audit/checkpoint", 404, "nothing-stored"));

    private static final InvocationId NOBODYS = InvocationId.lastOf(Instant.EPOCH);
    private static final String CALL = "POST /v1/functions/{name}/invocations";
    private static final String PLAIN = "POST /fn/{name}";
    private static final String BATCH = CALL + ":batch";
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String IMAGE = "{\"image\":\"registry/hello:1\"}";

    @Autowired
    RabbitTemplate broker;

    @Autowired
    QueueNames names;

    @Autowired
    Receipts receipts;

    @Autowired
    IdSource ids;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcTemplate jdbc;

    private final Set<Answer> seen = new ConcurrentSkipListSet<>();
    private final String name = "contract-" + Long.toHexString(random.nextLong() & 0xffffff);
    private ApiDescription description;
    private PlayedWorker worker;
    private String admin;

    @BeforeEach
    void read() throws Exception {
        admin = issue(null, Role.ADMIN).text();
        worker = new PlayedWorker(broker, names, receipts, ids, json);
        var document = ask("GET /v1/openapi.json", "/v1/openapi.json", null, "");
        assertThat(document.statusCode()).isEqualTo(200);
        description = ApiDescription.of(document.body());
    }

    @Test
    void every_answer_of_the_document_is_given_and_no_other() throws Exception {
        for (var operation : description.operations().toList()) {
            refuseWhomeverDoesNotFit(operation);
        }
        functions();
        calls();
        ends();
        containersViewsAndTrail();
        keysAndSecrets();
        removal();

        assertThat(unforeseen()).as("answers that the document does not have").isEmpty();
        assertThat(unseen()).as("answers in the document that nobody gave").isEmpty();
    }

    @Test
    void the_page_for_people_has_every_route_and_lets_no_script_run() throws Exception {
        var page = ask("GET /ui/api", "/ui/api", null, "");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<script", "style=\"");
        assertThat(description.operations())
                .allSatisfy(operation -> assertThat(page.body())
                        .contains("<b>%s</b> <code>%s</code>"
                                .formatted(operation.method(), operation.route().split(" ")[1])));
    }

    private Set<Answer> unforeseen() {
        var rest = new TreeSet<>(seen);
        rest.removeAll(description.answers());
        rest.removeIf(answer -> description.ofAll().contains(answer.type()));
        return rest;
    }

    private Set<Answer> unseen() {
        return description.answers().stream()
                .filter(answer -> !seen.contains(answer))
                .filter(answer -> !ELSEWHERE.contains(answer.type()) && !OF_AN_EMPTY_STORE.contains(answer))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What each route refuses by its own description: strangers, other roles, broken parameters, other bodies. */
    private void refuseWhomeverDoesNotFit(Operation operation) throws Exception {
        var body = operation.bodyTypes().contains(JSON) ? "{}" : null;
        var type = body == null ? null : JSON;
        if (!operation.roles().isEmpty()) {
            ask(operation.route(), operation.path(), type, body, "Authorization", "");
            var others = Arrays.stream(Role.values())
                    .filter(role -> !operation.roles().contains(role.name().toLowerCase(Locale.ROOT)))
                    .findFirst();
            var other = "Bearer " + issue(null, others.orElseThrow()).text();
            ask(operation.route(), operation.path(), type, body, "Authorization", other);
        }
        for (var query : operation.queries()) {
            ask(operation.route(), operation.path() + "?" + query + "=%ff", type, body);
        }
        ask(operation.route(), operation.path(), type, body == null ? null : "{", "Prefer", "wait=soon");
        if (operation.json().get("responses").has("415")) {
            ask(operation.route(), operation.path(), "application/pdf", "x");
        }
    }

    private void functions() throws Exception {
        var put = "PUT /v1/functions/{name}";
        var path = "/v1/functions/" + name;
        ask(put, path, JSON, IMAGE);
        worker.ready(name, 1);
        await().until(() -> stored("RevisionReady") == 1 && get("/v1/functions").contains(name));
        var waiting = CompletableFuture.supplyAsync(() -> ask(put, path, JSON, IMAGE, "Prefer", "wait=20"));
        await().until(() -> stored("FunctionDeployed") == 2);
        worker.ready(name, 2);
        waiting.join();
        ask(put, path, "multipart/form-data; boundary=b", multipart("x".repeat(11 << 20)));

        ask("GET /v1/functions", "/v1/functions", null, null);
        for (var read :
                Map.of("", "", "/revisions", "/revisions", "/events", "/events").entrySet()) {
            ask("GET /v1/functions/{name}" + read.getKey(), path + read.getValue(), null, null);
            ask("GET /v1/functions/{name}" + read.getKey(), "/v1/functions/nobody" + read.getValue(), null, null);
        }
        var log = "GET /v1/functions/{name}/revisions/{revision}/log";
        ask(log, path + "/revisions/1/log", null, null);
        ask(log, path + "/revisions/99/log", null, null);
        ask(log, "/v1/functions/nobody/revisions/1/log", null, null);

        var rollback = "POST /v1/functions/{name}:rollback";
        ask(rollback, path + ":rollback", JSON, "{\"revision\":1}");
        ask(rollback, path + ":rollback", JSON, "{\"revision\":99}");
        ask(rollback, "/v1/functions/nobody:rollback", JSON, "{\"revision\":1}");
        ask("DELETE /v1/functions/{name}", "/v1/functions/nobody", null, null);
        ask(put, path + "-never", JSON, IMAGE);
        worker.failed(name + "-never", 1);
        await().until(() ->
                ask(log, path + "-never/revisions/1/log", null, null).statusCode() == 200);
    }

    private void calls() throws Exception {
        var path = "/v1/functions/" + name + "/invocations";
        var id = accepted(ask(CALL, path, JSON, "{}", "Idempotency-Key", "one"));
        ask(CALL, path, JSON, "{\"other\":1}", "Idempotency-Key", "one");
        ask(PLAIN, "/fn/" + name, JSON, "{\"other\":1}", "Idempotency-Key", "one");
        ask(PLAIN, "/fn/" + name, JSON, "{}", "Idempotency-Key", "x".repeat(256));
        for (var door :
                Map.of(CALL, "/v1/functions/%s/invocations", PLAIN, "/fn/%s").entrySet()) {
            ask(door.getKey(), door.getValue().formatted("nobody"), JSON, "{}");
            ask(door.getKey(), door.getValue().formatted(name + "-never"), JSON, "{}");
            ask(door.getKey(), door.getValue().formatted(name), JSON, "x".repeat(2 << 20));
        }
        batches(path + ":batch");
        reads("", id);
        ask("GET /v1/invocations/{id}/output", "/v1/invocations/" + id + "/output", null, null);
        ask("GET /v1/invocations/{id}/logs", "/v1/invocations/" + id + "/logs", null, null);
        ask("GET /v1/invocations/{id}/comparison", "/v1/invocations/" + id + "/comparison", null, null);
        ask("POST /v1/invocations/{id}:erase", "/v1/invocations/" + id + ":erase", null, "");
        worker.succeeded(id, "done", "log");
        await().until(() -> get("/v1/invocations/" + id).contains("SUCCEEDED"));
        for (var read : Set.of("/output", "/logs", "/events")) {
            reads(read, id);
        }

        var replay = "POST /v1/invocations/{id}:replay";
        var again = accepted(ask(replay, "/v1/invocations/" + id + ":replay", null, ""));
        ask(replay, "/v1/invocations/" + id + ":replay?revision=99", null, "");
        ask(replay, "/v1/invocations/" + NOBODYS + ":replay", null, "");
        worker.succeeded(again, "done", "log");
        await().until(() -> get("/v1/invocations/" + again).contains("SUCCEEDED"));
        reads("/comparison", again);
        var cancel = "POST /v1/invocations/{id}:cancel";
        var other = accepted(ask(CALL, path, JSON, "{}"));
        ask(cancel, "/v1/invocations/" + other + ":cancel", null, "");
        ask(cancel, "/v1/invocations/" + id + ":cancel", null, "");
        ask(cancel, "/v1/invocations/" + NOBODYS + ":cancel", null, "");

        var dead = deadLetter();
        var erased = deadLetter();
        ask("GET /v1/dead-letters", "/v1/dead-letters", null, null);
        var redrive = "POST /v1/dead-letters/{id}:redrive";
        ask(redrive, "/v1/dead-letters/" + id + ":redrive", null, "");
        ask(redrive, "/v1/dead-letters/" + dead + ":redrive", JSON, "x".repeat(2 << 20));
        ask(redrive, "/v1/dead-letters/" + dead + ":redrive", null, "");
        ask(redrive, "/v1/dead-letters/" + NOBODYS + ":redrive", null, "");
        ask("POST /v1/dead-letters:redrive", "/v1/dead-letters:redrive?function=nobody", null, "");
        ask("POST /v1/invocations/{id}:erase", "/v1/invocations/" + erased + ":erase", null, "");
        ask(redrive, "/v1/dead-letters/" + erased + ":redrive", null, "");

        var erase = "POST /v1/invocations/{id}:erase";
        ask(erase, "/v1/invocations/" + id + ":erase", null, "");
        ask(erase, "/v1/invocations/" + NOBODYS + ":erase", null, "");
        ask(replay, "/v1/invocations/" + id + ":replay", null, "");
        ask("GET /v1/invocations", "/v1/invocations", null, null);
    }

    private void batches(String path) {
        ask(BATCH, path, NDJSON, "{}\n{}", "Idempotency-Key", "many");
        ask(BATCH, path, NDJSON, "{}\n1", "Idempotency-Key", "many");
        ask(BATCH, path, NDJSON, "{");
        ask(BATCH, path, NDJSON, "x".repeat(2 << 20));
        ask(BATCH, path.replace(name, "nobody"), NDJSON, "{}");
        ask(BATCH, path.replace(name, name + "-never"), NDJSON, "{}");
    }

    private void reads(String what, InvocationId id) {
        ask("GET /v1/invocations/{id}" + what, "/v1/invocations/" + id + what, null, null);
        ask("GET /v1/invocations/{id}" + what, "/v1/invocations/" + NOBODYS + what, null, null);
    }

    /** Who waits hears of every end, through both doors. */
    private void ends() throws Exception {
        var kinds = Set.of(
                FailureKind.BAD_INPUT,
                FailureKind.HANDLER_RAISED,
                FailureKind.UNDELIVERABLE,
                FailureKind.TIMED_OUT,
                FailureKind.OVERDUE,
                FailureKind.CANCELLED,
                FailureKind.FUNCTION_REMOVED);
        for (var kind : kinds) {
            ended(CALL, "/v1/functions/" + name + "/invocations", kind);
            ended(PLAIN, "/fn/" + name, kind);
        }
        var before = stored("InvocationRequested");
        var calls = Map.of(CALL, "/v1/functions/" + name + "/invocations", PLAIN, "/fn/" + name).entrySet().stream()
                .map(door -> CompletableFuture.supplyAsync(
                        () -> ask(door.getKey(), door.getValue(), JSON, "{}", "Prefer", "wait=20")))
                .toList();
        await().until(() -> stored("InvocationRequested") == before + calls.size());
        latestCalls(calls.size()).forEach(call -> worker.succeeded(call, "done", "log"));
        calls.forEach(CompletableFuture::join);
        ask(PLAIN, "/fn/" + name, JSON, "{}");
    }

    private void ended(String route, String path, FailureKind kind) {
        var before = stored("InvocationRequested");
        var call = CompletableFuture.supplyAsync(() -> ask(route, path, JSON, "{}", "Prefer", "wait=20"));
        await().until(() -> stored("InvocationRequested") == before + 1);
        worker.ended(latestCalls(1).getFirst(), kind);
        call.join();
    }

    private void containersViewsAndTrail() {
        worker.started(name);
        await().until(() -> get("/v1/containers").contains(PlayedWorker.CONTAINER.value()));
        ask("GET /v1/containers", "/v1/containers", null, null);
        for (var what : Set.of("", "/events")) {
            ask("GET /v1/containers/{id}" + what, "/v1/containers/" + PlayedWorker.CONTAINER + what, null, null);
            ask("GET /v1/containers/{id}" + what, "/v1/containers/nothing" + what, null, null);
        }
        ask("GET /v1/projections", "/v1/projections", null, null);
        ask("GET /v1/projections/{name}", "/v1/projections/functions", null, null);
        ask("GET /v1/projections/{name}", "/v1/projections/nothing", null, null);
        ask("POST /v1/projections/{name}:check", "/v1/projections/functions:check", null, "");
        ask("POST /v1/projections/{name}:check", "/v1/projections/nothing:check", null, "");
        ask("POST /v1/projections:check", "/v1/projections:check", null, "");
        ask("POST /v1/projections/{name}:rebuild", "/v1/projections/nothing:rebuild", null, "");
        ask("POST /v1/projections/{name}:rebuild", "/v1/projections/functions:rebuild", null, "");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ask("POST /v1/projections:rebuild", "/v1/projections:rebuild", null, "")
                                .statusCode()
                        == 202);
        ask("GET /v1/audit/reconcile", "/v1/audit/reconcile", null, null);
        ask("GET /v1/audit/verify", "/v1/audit/verify", null, null);
        ask("GET /v1/audit/checkpoint", "/v1/audit/checkpoint", null, null);
        ask("GET /v1/audit/events", "/v1/audit/events", null, null);
        ask("POST /v1/audit/import", "/v1/audit/import", null, get("/v1/audit/events"));
        ask("POST /v1/functions/{name}:erase", "/v1/functions/" + name + ":erase", null, "");
        ask("POST /v1/functions/{name}:erase", "/v1/functions/nobody:erase", null, "");
        ask("POST /v1/erasures:rewrite", "/v1/erasures:rewrite", null, "");
        ask("DELETE /v1/functions/{name}", "/v1/functions/" + name + "-never", null, null);
        for (var route : Set.of("/metrics", "/v1/me", "/v1/stream", "/v1/events", "/v1/events/density")) {
            ask("GET " + route, route, null, null);
        }
        ask("GET /v1/openapi.json", "/v1/openapi.json", null, null);
    }

    private void keysAndSecrets() {
        var key = json.readTree(ask("POST /v1/keys", "/v1/keys", JSON, "{\"label\":\"contract\",\"roles\":[\"read\"]}")
                        .body())
                .get("id")
                .asString();
        ask("GET /v1/keys", "/v1/keys", null, null);
        ask("DELETE /v1/keys/{id}", "/v1/keys/" + key, null, null);
        ask("DELETE /v1/keys/{id}", "/v1/keys/cf_000000000000", null, null);
        ask("POST /v1/callers/{caller}:erase", "/v1/callers/" + key + ":erase", null, "");
        ask("PUT /v1/secrets/{name}", "/v1/secrets/" + name, null, "value");
        ask("PUT /v1/secrets/{name}", "/v1/secrets/" + name, null, "x".repeat(2 << 20));
        ask("GET /v1/secrets", "/v1/secrets", null, null);
        ask("DELETE /v1/secrets/{name}", "/v1/secrets/" + name, null, null);
        ask("DELETE /v1/secrets/{name}", "/v1/secrets/" + name, null, null);
    }

    /** What a call that was to be made again finds gone. */
    private void removal() {
        var dead = deadLetter();
        var path = "/v1/functions/" + name;
        ask("DELETE /v1/functions/{name}", path, null, null);
        ask("POST /v1/invocations/{id}:replay", "/v1/invocations/" + dead + ":replay", null, "");
        ask("POST /v1/dead-letters/{id}:redrive", "/v1/dead-letters/" + dead + ":redrive", null, "");
        ask("PUT /v1/functions/{name}", path, JSON, IMAGE);
        ask("POST /v1/dead-letters/{id}:redrive", "/v1/dead-letters/" + dead + ":redrive", null, "");
    }

    private InvocationId deadLetter() {
        var dead = accepted(ask(CALL, "/v1/functions/" + name + "/invocations", JSON, "{}"));
        worker.ended(dead, FailureKind.UNDELIVERABLE);
        await().until(() -> get("/v1/dead-letters?function=" + name).contains(dead.toString()));
        return dead;
    }

    private static InvocationId accepted(HttpResponse<String> answer) {
        var location = answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
        return InvocationId.parse(location.replaceFirst(".*/", ""));
    }

    private static String multipart(String source) {
        return "--b\r\nContent-Disposition: form-data; name=\"spec\"\r\n\r\n{}\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"source\"; filename=\"source.zip\"\r\n\r\n"
                + source
                + "\r\n--b--\r\n";
    }

    private int stored(String event) {
        return jdbc.queryForObject(
                "select count(*) from domain_event where payload_type like ? and payload::json ->> 'function' = ?",
                Integer.class,
                "%." + event,
                name);
    }

    private List<InvocationId> latestCalls(int count) {
        return jdbc
                .queryForList(
                        "select aggregate_id from domain_event where payload_type like '%.InvocationRequested'"
                                + " and payload::json ->> 'function' = ? order by global_index desc limit ?",
                        String.class, name, count)
                .stream()
                .map(InvocationId::parse)
                .toList();
    }

    private String get(String path) {
        return send(path, HttpRequest.newBuilder().GET(), "Bearer " + admin).body();
    }

    /**
     * Asks, and keeps what came.
     *
     * @param body absent: none is sent
     * @param header a name and its value; of {@code Authorization}, empty: none
     */
    private HttpResponse<String> ask(String route, String path, String type, String body, String... header) {
        var request = HttpRequest.newBuilder()
                .method(
                        route.split(" ")[0],
                        body == null || route.startsWith("GET")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        var authorization = "Bearer " + admin;
        for (var i = 0; i < header.length; i += 2) {
            if (header[i].equals("Authorization")) {
                authorization = header[i + 1];
            } else {
                request.header(header[i], header[i + 1]);
            }
        }
        var answer = send(path, request, authorization);
        var problem = answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json");
        seen.add(new Answer(
                route,
                answer.statusCode(),
                problem ? json.readTree(answer.body()).get("type").asString().replace(ApiDescription.PREFIX, "") : ""));
        return answer;
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request, String authorization) {
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(
                    request.uri(server().resolve(path))
                            .timeout(Duration.ofSeconds(90))
                            .build(),
                    AccessMatrixIT::text);
        } catch (IOException failed) {
            throw new UncheckedIOException(path, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
