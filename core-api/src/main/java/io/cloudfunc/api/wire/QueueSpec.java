package io.cloudfunc.api.wire;

import io.cloudfunc.api.container.WorkerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How a queue is declared: durable, quorum unless it says otherwise, and with these arguments. Several processes declare the
 * same queue, and the broker refuses a declaration that differs, so this is the only place that says them.
 *
 * <p>What a consumer rejects, or what comes back to it too often, goes to {@link QueueNames#deadLetters()} at least once.
 */
public record QueueSpec(String name, Map<String, Object> arguments) {

    /** Bytes of a message that tells an outcome ahead of its report; a larger one would take longer than it saves. */
    public static final int LARGEST_TOLD_AHEAD = 64 * 1024;

    /**
     * A message that came back that often kills whoever takes it. Calls are bounded earlier, by their attempts. The
     * broker counts more than there are: what a lost worker had in hand goes through others of its slots before the
     * broker knows those to be lost, too: about 5 counts for each loss of 128 slots (measured), at most one for each slot.
     */
    private static final int DELIVERIES = 2_000;

    /** A report only comes back when the command side cannot store it now, which is no fault of the report. */
    private static final int DELIVERIES_WITHOUT_BLAME = 1_000_000;

    private static final Duration WORKER_AWAY = Duration.ofHours(1);
    private static final Duration QUESTION_IS_MOOT = Duration.ofMinutes(1);
    private static final int WORDS_KEPT = 1_000;
    private static final Duration WORD_IS_MOOT = Duration.ofSeconds(5);
    private static final Duration LISTENER_AWAY = Duration.ofMinutes(1);

    public QueueSpec {
        arguments = Map.copyOf(arguments);
    }

    public static QueueSpec tasks(QueueNames names) {
        return new QueueSpec(names.tasks(), deadLettering(names, DELIVERIES));
    }

    private static Stream<QueueSpec> ownTasks(QueueNames names) {
        return names.ownQueues().stream()
                .map(namespace -> new QueueSpec(names.tasksOf(namespace), deadLettering(names, DELIVERIES)));
    }

    public static QueueSpec reports(QueueNames names) {
        return new QueueSpec(names.reports(), deadLettering(names, DELIVERIES_WITHOUT_BLAME));
    }

    public static QueueSpec deadLetters(QueueNames names) {
        return new QueueSpec(names.deadLetters(), quorum(DELIVERIES_WITHOUT_BLAME));
    }

    public static QueueSpec sources(QueueNames names) {
        return questions(names.sources());
    }

    public static QueueSpec claims(QueueNames names) {
        return questions(names.claims());
    }

    /** As {@link #sources}. */
    public static QueueSpec payloads(QueueNames names) {
        return questions(names.payloads());
    }

    /** As {@link #sources}. */
    public static QueueSpec secrets(QueueNames names) {
        return questions(names.secrets());
    }

    /** Goes by itself when its worker stays away for an hour. */
    public static QueueSpec controlOf(QueueNames names, WorkerId worker) {
        var arguments = deadLettering(names, DELIVERIES);
        arguments.put("x-dead-letter-exchange", names.buried());
        arguments.put("x-expires", WORKER_AWAY.toMillis());
        return new QueueSpec(names.controlOf(worker), arguments);
    }

    /** Exclusive, so neither durable nor quorum: it goes, with all that is in it, when the connection that declared it does. */
    public static QueueSpec callsOf(QueueNames names, WorkerId worker, UUID queue) {
        return new QueueSpec(names.callsOf(worker, queue), Map.of("x-dead-letter-exchange", names.buried()));
    }

    /** What is in it is said again each second. */
    public static QueueSpec workersAt(QueueNames names, UUID router) {
        return words(names.workersAt(router));
    }

    /** What is in it is also in the queue of reports. */
    public static QueueSpec outcomesAt(QueueNames names, UUID process) {
        return words(names.outcomesAt(process));
    }

    /** Classic, since nothing in it need be kept. Goes by itself when who listens stays away. */
    private static QueueSpec words(String name) {
        return new QueueSpec(
                name,
                Map.of(
                        "x-queue-type",
                        "classic",
                        "x-max-length",
                        WORDS_KEPT,
                        "x-message-ttl",
                        WORD_IS_MOOT.toMillis(),
                        "x-expires",
                        LISTENER_AWAY.toMillis()));
    }

    /** The queues that do not belong to one worker. */
    public static List<QueueSpec> shared(QueueNames names) {
        return Stream.concat(
                        Stream.of(
                                deadLetters(names),
                                tasks(names),
                                reports(names),
                                sources(names),
                                payloads(names),
                                secrets(names),
                                claims(names)),
                        ownTasks(names))
                .toList();
    }

    /** Those that workers publish to, by {@link QueueNames#fromWorkers()}. */
    public static List<String> fromWorkers(QueueNames names) {
        return List.of(names.reports(), names.sources(), names.payloads(), names.secrets(), names.claims());
    }

    /** A question nobody took within a minute goes: the worker that asked has asked again. */
    private static QueueSpec questions(String name) {
        var arguments = quorum(DELIVERIES);
        arguments.put("x-message-ttl", QUESTION_IS_MOOT.toMillis());
        return new QueueSpec(name, arguments);
    }

    private static Map<String, Object> deadLettering(QueueNames names, int deliveries) {
        var arguments = quorum(deliveries);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", names.deadLetters());
        arguments.put("x-dead-letter-strategy", "at-least-once");
        arguments.put("x-overflow", "reject-publish");
        return arguments;
    }

    private static Map<String, Object> quorum(int deliveries) {
        var arguments = new HashMap<String, Object>();
        arguments.put("x-queue-type", "quorum");
        arguments.put("x-delivery-limit", deliveries);
        return arguments;
    }
}
