package io.cloudfunc.api.wire;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names in the broker, all under one prefix, so that several installations can share a broker.
 *
 * @param prefix 1 to 100 of a-z, A-Z, 0-9, _ . and -
 * @param ownQueues the namespaces whose tasks are in queues of their own, for workers of their own
 */
public record QueueNames(String prefix, Set<Namespace> ownQueues) {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_.-]{1,100}");

    public QueueNames {
        if (!VALID.matcher(prefix).matches()) {
            throw new InvalidValueException("broker prefix", prefix, "1 to 100 of a-z, A-Z, 0-9, _ . and -");
        }
        ownQueues = Set.copyOf(ownQueues);
    }

    /** Where no namespace has queues of its own. */
    public QueueNames(String prefix) {
        this(prefix, Set.of());
    }

    /** Executions and preparations, for whichever worker has a free slot. */
    public String tasks() {
        return prefix + ".tasks";
    }

    /** As {@link #tasks()}, for workers of that namespace only. */
    public String tasksOf(Namespace namespace) {
        return tasks() + "." + namespace;
    }

    /** Where the tasks of that function are. */
    public String tasksFor(FunctionName function) {
        return ownQueues.isEmpty() || !ownQueues.contains(function.namespace())
                ? tasks()
                : tasksOf(function.namespace());
    }

    /** What routers and workers tell the command side. */
    public String reports() {
        return prefix + ".reports";
    }

    /** Where messages end that nobody can handle. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    /** Topic-less fan-out of {@link Control} messages to every worker. */
    public String controlOfAll() {
        return prefix + ".control";
    }

    /** {@link Control} messages for one worker; the queue goes when its worker stays away. */
    public String controlOf(WorkerId worker) {
        return prefix + ".orders." + worker;
    }

    /**
     * Executions for one worker, which has a warm container for them.
     *
     * @param queue new with each queue that the worker opens, so that none is taken for another one
     */
    public String callsOf(WorkerId worker, UUID queue) {
        return prefix + ".calls." + worker + "." + queue;
    }

    /** As which workers publish where they take calls, {@link CallsTaken}; nobody hears it but the routers there are. */
    public String workers() {
        return prefix + ".workers";
    }

    /** What workers say of themselves, for one router. */
    public String workersAt(UUID router) {
        return workers() + "." + router;
    }

    /** As which workers publish outcomes beside their reports, for who waits for one; nobody keeps them. */
    public String outcomes() {
        return prefix + ".outcomes";
    }

    /** Such outcomes, for the callers who wait at one process of the command side. */
    public String outcomesAt(UUID process) {
        return outcomes() + "." + process;
    }

    /**
     * The exchange to which workers publish all they have to say, with the queue's name as routing key: one that may write
     * to nothing else reaches no other queue.
     */
    public String fromWorkers() {
        return prefix + ".from-workers";
    }

    /** As {@link #fromWorkers()}, for workers of that namespace only; it leads to the same queues. */
    public String fromWorkersOf(Namespace namespace) {
        return fromWorkers() + "." + namespace;
    }

    /** All that there are. */
    public List<String> exchangesFromWorkers() {
        return Stream.concat(Stream.of(fromWorkers()), ownQueues.stream().map(this::fromWorkersOf))
                .toList();
    }

    /**
     * Whether what was published to that exchange may be about the function or secret of that name. Which exchange it was is
     * told by the broker, which lets a worker's user write to that of its namespaces only; routers write to none.
     */
    public boolean maySpeakOf(String name, @Nullable String exchange) {
        var namespace = new FunctionName(name).namespace();
        return exchange != null
                && (exchange.isEmpty()
                        || exchange.equals(fromWorkersOf(namespace))
                        || (exchange.equals(fromWorkers()) && !ownQueues.contains(namespace)));
    }

    /** The exchange that leads to {@link #deadLetters()}, for queues that are declared by who may write to no other. */
    public String buried() {
        return prefix + ".buried";
    }

    /** Where workers ask for source archives by hash. */
    public String sources() {
        return prefix + ".sources";
    }

    /** Where workers ask whether a call may begin. */
    public String claims() {
        return prefix + ".claims";
    }

    /** Where workers ask for the bodies of calls that are too large to come along. */
    public String payloads() {
        return prefix + ".payloads";
    }

    /** Where workers ask for secrets by name. */
    public String secrets() {
        return prefix + ".secrets";
    }

    /** Always empty: while it is there, the broker has not lost its data since it was given this name. */
    public String incarnation(String name) {
        return prefix + ".incarnation." + name;
    }
}
