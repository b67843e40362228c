package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.secret.SealedBox;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.invoker.InvokerApplication;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.store.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers with broker users that may do no more than docs/workers.md says: one for all, one for a namespace of its own. They
 * work, while another tries what it can.
 */
@Tag("own-broker")
class HostileWorkerIT {

    private static final String ECHO = "def handler(event):\n    return event\n";
    private static final String GREET = "import os\ndef handler(event):\n    return os.environ['GREETING']\n";
    private static final String SLOW = "import time\ndef handler(event):\n    time.sleep(4)\n    return 'right'\n";
    private static final String PASSWORD = "of-the-test";
    private static final WorkerId EVE = new WorkerId("eve");
    private static final int GARBAGE = 2_000;

    private static final Namespace TEAM_A = new Namespace("team-a");
    private static final Namespace TEAM_B = new Namespace("team-b");

    private final QueueNames names = new QueueNames(RealParts.freshInstallation(), Set.of(TEAM_A, TEAM_B));
    private final WireJson json = new WireJson();
    private final Random random = new Random(7);

    @TempDir
    Path directory;

    @Test
    void a_worker_works_with_its_own_queue_and_the_tasks_and_reaches_nothing_of_others() throws Exception {
        var environment = RealParts.environment(names.prefix());
        try (var broker = OwnBroker.start(directory.resolve("broker"), "")) {
            environment.putAll(broker.environment());
            environment.put("CLOUDFUNC_BROKER_OWN_QUEUES", "team-a,team-b");
            var ofServer = new TreeMap<>(environment);
            ofServer.put("SPRING_DATASOURCE_URL", TestPostgres.url());
            try (var server = ServerProcess.start(WithoutWorker.class, directory.resolve("server"), ofServer)
                            .awaitReady();
                    var worker = startWorker(broker, "w1", "", environment);
                    var ofTeamA = startWorker(broker, "w2", ".team-a", environment)) {
                addUser(broker, EVE.toString(), "");
                addUser(broker, "mallory", ".team-b");
                try (var eve = broker.client(EVE.toString(), PASSWORD).newConnection();
                        var mallory = broker.client("mallory", PASSWORD).newConnection()) {
                    worker.awaitReady();
                    ofTeamA.awaitReady();
                    works(server.api());
                    worksInItsNamespace(server.api());
                    reachesNoOtherNamespace(eve, names.fromWorkers(), broker, server.api());
                    reachesNoOtherNamespace(mallory, names.fromWorkersOf(TEAM_B), broker, server.api());
                    assertRefused(mallory, channel -> channel.basicGet(names.tasks(), true));
                    mayUseNothingOfOthers(eve);
                    endsNoCallOfAnother(eve, server.api());
                    bringsNobodyDown(eve, broker, server.api());
                }
            }
        }
    }

    /**
     * As docs/workers.md says.
     *
     * @param of empty, or a dot and the namespace that the worker is for
     */
    private void addUser(OwnBroker broker, String worker, String of) throws Exception {
        var prefix = "^" + names.prefix().replace(".", "\\.") + "\\.";
        var orders = "orders\\." + worker;
        var calls = "calls\\." + worker + "\\.[0-9a-f-]+";
        var suffix = of.replace(".", "\\.");
        broker.addUser(
                worker,
                PASSWORD,
                prefix + "(" + orders + "|" + calls + ")$",
                prefix + "(" + orders + "|from-workers" + suffix + "|buried)$",
                prefix + "(" + orders + "|" + calls + "|tasks" + suffix + "|control)$");
    }

    private ServerProcess startWorker(OwnBroker broker, String id, String of, Map<String, String> environment)
            throws Exception {
        addUser(broker, id, of);
        var ofWorker = new TreeMap<>(environment);
        ofWorker.putAll(Map.of(
                "CLOUDFUNC_INVOKER_ROLES",
                "worker",
                "CLOUDFUNC_WORKER_ID",
                id,
                "CLOUDFUNC_WORKER_NAMESPACES",
                of.replace(".", ""),
                "CLOUDFUNC_BROKER_DECLARE_ONLY_OWN",
                "true",
                "SPRING_RABBITMQ_USERNAME",
                id,
                "SPRING_RABBITMQ_PASSWORD",
                PASSWORD));
        return ServerProcess.start(InvokerApplication.class, directory.resolve(id), ofWorker);
    }

    private static void works(Api api) {
        api.storeSecret("greeting", "hello");
        var deployed = api.deploy("echo", ECHO, "{\"environment\":{\"GREETING\":\"${secret:greeting}\"}}");
        assertThat(deployed.get("state").asString()).isEqualTo("READY");
        assertThat(api.call("echo", "1").body()).isEqualTo("1");
        var large = "\"" + "x".repeat(100_000) + "\"";
        assertThat(api.call("echo", large).body()).isEqualTo(large);
        api.deploy("once", ECHO, "{\"delivery\":\"at-most-once\"}");
        assertThat(api.call("once", "1").body()).isEqualTo("1");
    }

    private static void worksInItsNamespace(Api api) {
        api.storeSecret("team-a.greeting", "hello");
        var deployed =
                api.deploy("team-a.greet", GREET, "{\"environment\":{\"GREETING\":\"${secret:team-a.greeting}\"}}");
        assertThat(deployed.get("state").asString()).isEqualTo("READY");
        assertThat(api.call("team-a.greet", "1").body()).isEqualTo("\"hello\"");
        await().untilAsserted(() -> assertThat(api.containers("team-a.greet"))
                .extracting(container -> container.get("worker").asString())
                .containsOnly("w2"));
    }

    /** Neither its tasks, nor what they need, nor a word about its functions; its own exchange is the only one it has. */
    private void reachesNoOtherNamespace(Connection hostile, String exchange, OwnBroker broker, Api api)
            throws Exception {
        assertRefused(hostile, channel -> channel.basicGet(names.tasksOf(TEAM_A), true));
        assertRefused(hostile, channel -> channel.queuePurge(names.tasksOf(TEAM_A)));
        assertRefused(hostile, channel -> channel.queueDelete(names.tasksOf(TEAM_A)));
        assertRefused(hostile, channel -> publish(channel, "", names.tasksOf(TEAM_A), new byte[1]));
        assertRefused(hostile, channel -> publish(channel, names.fromWorkersOf(TEAM_A), names.reports(), new byte[1]));

        var source =
                api.get("/v1/functions/team-a.greet/events").findValue("sha256").asString();
        assertThat(answer(hostile, exchange, names.sources(), source.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        var secret = new Frame(
                "team-a.greeting".getBytes(StandardCharsets.UTF_8),
                List.of(SealedBox.newKeys().getPublic().getEncoded()));
        assertThat(answer(hostile, exchange, names.secrets(), secret.encode())).isEmpty();

        var lie = new RecordContainerStarted(
                new ContainerId("lie-of-" + exchange),
                new FunctionName("team-a.greet"),
                1,
                1,
                EVE,
                ColdReason.FIRST_CALL,
                Duration.ofMinutes(1),
                Instant.EPOCH);
        var before = broker.waitingIn(names.deadLetters());
        try (var channel = hostile.createChannel()) {
            publish(channel, exchange, names.reports(), json.write(lie, List.of(), null));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.waitingIn(names.deadLetters()) > before);
        assertThat(api.read("/v1/containers/lie-of-" + exchange + "/events").statusCode())
                .isEqualTo(404);
    }

    private static byte[] answer(Connection asker, String exchange, String queue, byte[] question) throws Exception {
        try (var channel = asker.createChannel()) {
            var answer = new CompletableFuture<byte[]>();
            var address = "amq.rabbitmq.reply-to";
            channel.basicConsume(address, true, (tag, message) -> answer.complete(message.getBody()), tag -> {});
            var properties = new BasicProperties.Builder()
                    .replyTo(address)
                    .correlationId("1")
                    .build();
            channel.basicPublish(exchange, queue, true, properties, question);
            return answer.get(30, TimeUnit.SECONDS);
        }
    }

    private void mayUseNothingOfOthers(Connection eve) throws Exception {
        var own = QueueSpec.controlOf(names, EVE);
        try (var channel = eve.createChannel()) {
            channel.queueDeclare(own.name(), true, false, false, new HashMap<>(own.arguments()));
        }
        var closed = Stream.concat(
                        QueueSpec.fromWorkers(names).stream(),
                        Stream.of(
                                names.deadLetters(),
                                names.controlOf(new WorkerId("w1")),
                                names.callsOf(new WorkerId("w1"), UUID.randomUUID())))
                .toList();
        for (var queue : closed) {
            assertRefused(eve, channel -> channel.basicGet(queue, true));
            assertRefused(eve, channel -> channel.queuePurge(queue));
            assertRefused(eve, channel -> channel.queueDelete(queue));
            assertRefused(eve, channel -> channel.queueBind(own.name(), names.fromWorkers(), queue));
        }
        assertRefused(eve, channel -> channel.queueDelete(names.tasks()));
        for (var queue : List.of(
                names.tasks(),
                names.controlOf(new WorkerId("w1")),
                names.callsOf(new WorkerId("w1"), UUID.randomUUID()),
                names.callsOf(EVE, UUID.randomUUID()),
                names.reports())) {
            assertRefused(eve, channel -> publish(channel, "", queue, new byte[1]));
        }
        assertRefused(eve, channel -> publish(channel, names.controlOfAll(), "", new byte[1]));
    }

    private void endsNoCallOfAnother(Connection eve, Api api) throws Exception {
        api.deploy("slow", SLOW, "{}");
        var call = api.accept("slow", "1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.invocation(call).get("state").asString(), "RUNNING"::equals);

        for (var report : forgeriesOf(InvocationId.parse(call))) {
            for (var receipt : new Receipt[] {null, new Receipt("A".repeat(59))}) {
                try (var channel = eve.createChannel()) {
                    publish(channel, names.fromWorkers(), names.reports(), json.write(report, List.of(), receipt));
                }
            }
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.invocation(call).get("state").asString(), "SUCCEEDED"::equals);
        assertThat(api.events("/v1/invocations/" + call))
                .containsExactly("InvocationRequested", "AttemptStarted", "InvocationSucceeded");
        assertThat(api.read("/v1/invocations/" + call + "/output").body()).isEqualTo("\"right\"");
    }

    private static List<Report> forgeriesOf(InvocationId call) {
        var now = Instant.EPOCH;
        var execution = new Execution(
                new ExecutionId(UUID.randomUUID()), EVE, new ContainerId("forged"), 1, null, now, now, now);
        var outcome = Outcome.Failure.of(FailureKind.HANDLER_RAISED, null);
        return List.of(
                new RecordOutcome(call, execution, outcome, null, Phases.NONE, now),
                new AbandonInvocation(call, FailureKind.OVERDUE, "forged", now));
    }

    private void bringsNobodyDown(Connection eve, OwnBroker broker, Api api) throws Exception {
        var before = broker.waitingIn(names.deadLetters());
        var queues = QueueSpec.fromWorkers(names);
        try (var channel = eve.createChannel()) {
            channel.confirmSelect();
            for (var i = 0; i < GARBAGE; i++) {
                channel.basicPublish(names.fromWorkers(), queues.get(i % queues.size()), null, garbage(i));
                channel.basicPublish(names.fromWorkers(), names.workers(), null, garbage(i));
            }
            channel.waitForConfirmsOrDie(60_000);
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> broker.waitingIn(names.deadLetters()) >= before + GARBAGE / queues.size());
        assertThat(api.isReady()).isTrue();
        assertThat(api.call("echo", "2").body()).isEqualTo("2");
    }

    /** Noise, a frame around noise, a frame that promises more than there is, JSON of nothing that there is. */
    private byte[] garbage(int number) {
        var noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return switch (number % 4) {
            case 0 -> noise;
            case 1 -> new Frame(noise, List.of(noise)).encode();
            case 2 -> new byte[] {127, -1, -1, -1, 0, 0, 0, 1, 0};
            default -> new Frame("{\"report\":\"Nothing\"}".getBytes(StandardCharsets.UTF_8), List.of()).encode();
        };
    }

    private static void publish(Channel channel, String exchange, String key, byte[] body) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(exchange, key, true, null, body);
        channel.waitForConfirmsOrDie(10_000);
    }

    private static void assertRefused(Connection connection, Deed deed) throws Exception {
        var channel = connection.createChannel();
        assertThat(catchThrowable(() -> deed.doOver(channel))).hasStackTraceContaining("ACCESS_REFUSED");
    }

    @FunctionalInterface
    private interface Deed {
        void doOver(Channel channel) throws Exception;
    }
}
