package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.worker.DirectCalls;
import io.cloudfunc.store.AppendListener;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a call run as soon as this process committed that it is accepted, where this process routes it and its own worker
 * has an idle container for it. The router comes to it some milliseconds later, and keeps account of it as of any other.
 * What has not ended when this process does is sent through the broker, by whichever router looks after it then. Safe for
 * use by many threads.
 */
final class FastPath implements AppendListener {

    private static final Logger LOG = LoggerFactory.getLogger(FastPath.class);

    /** Begins the name of each process that holds calls. */
    private static final String PROCESS = "process:";

    /** Calls to which the router has not come; with more, it is behind, and its backlog is kept in order by it alone. */
    private static final int MOST_AHEAD = 1_000;

    /**
     * What the router remembers it may forget with a database that ends just then, and ask again; but that is of the last
     * second. Of the ends, too, those are kept of which it may not have heard: of one that is forgotten it is asked.
     */
    private static final int MOST_REMEMBERED = 4_000;

    /** Calls that run, or whose end another process stored. Of one that is forgotten it is asked whether it has ended. */
    private static final int MOST_RUNNING = 20_000;

    /** The router may come to a call before its commit is heard of here, but not to so many others meanwhile. */
    private static final int MOST_ROUTED = 1_000;

    /** The router comes to calls in the order of their commits: it has been at what is older than another by more. */
    private static final Duration LONGEST_COMMIT = Duration.ofMinutes(1);

    /** Writes what a worker is told of a call. */
    @FunctionalInterface
    interface Writing {
        Execute write(InvocationRequested call, RevisionSpec revision);
    }

    private final Instant began;
    private final String node;
    private final String self;
    private final BooleanSupplier routesHere;
    private final Predicate<String> routesAt;
    private final DirectCalls worker;
    private final Writing tasks;
    private final BiFunction<String, Integer, Optional<RevisionSpec>> revisions;
    private final Function<UUID, Optional<Payload>> payloads;
    private final Runnable hurry;
    private final LinkedHashSet<InvocationId> ahead = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> routed = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> remembered = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> running = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> ended = new LinkedHashSet<>();

    /**
     * @param began when this process did
     * @param node names this process in the token store
     * @param routesHere whether this process routes all calls now
     * @param routesAt whether the node of that name does
     * @param revisions of a function life, by number: those at hand, without asking anybody
     * @param payloads those at hand, without asking anybody
     * @param hurry makes the router come as soon as it hears of what was committed
     */
    FastPath(
            Instant began,
            String node,
            BooleanSupplier routesHere,
            Predicate<String> routesAt,
            DirectCalls worker,
            Writing tasks,
            BiFunction<String, Integer, Optional<RevisionSpec>> revisions,
            Function<UUID, Optional<Payload>> payloads,
            Runnable hurry) {
        this.began = began;
        this.node = node;
        this.self = PROCESS + node + "/" + UUID.randomUUID();
        this.routesHere = routesHere;
        this.routesAt = routesAt;
        this.worker = worker;
        this.tasks = tasks;
        this.revisions = revisions;
        this.payloads = payloads;
        this.hurry = hurry;
    }

    @Override
    public void appended(Object event) {
        var caredFor = switch (event) {
            case InvocationRequested call -> take(call);
            case InvocationEnded ended -> left(ended.invocation());
            default -> false;
        };
        if (!caredFor) {
            hurry.run();
        }
    }

    /** Who commits must not hear of a failure: the router will. */
    private boolean take(InvocationRequested call) {
        try {
            return routesHere.getAsBoolean()
                    && revisions
                            .apply(call.lifeKey(), call.revision())
                            .flatMap(revision ->
                                    payloads.apply(call.payload().id()).map(payload -> take(call, revision, payload)))
                            .orElse(false);
        } catch (RuntimeException failed) {
            LOG.debug("Invocation {} is left to the router", call.invocation(), failed);
            return false;
        }
    }

    private synchronized boolean take(InvocationRequested call, RevisionSpec revision, Payload payload) {
        var id = call.invocation();
        if (routed.remove(id) || ahead.size() >= MOST_AHEAD) {
            return false;
        }
        var task = tasks.write(call, revision);
        if (!worker.take(task, payload.content(), () -> giveBack(id))) {
            return false;
        }
        ahead.add(id);
        addTo(running, id, MOST_RUNNING);
        return true;
    }

    private static void addTo(LinkedHashSet<InvocationId> calls, InvocationId call, int most) {
        calls.add(call);
        if (calls.size() > most) {
            calls.removeFirst();
        }
    }

    private synchronized void giveBack(InvocationId call) {
        running.remove(call);
    }

    private synchronized boolean isRunningOrEnded(InvocationId call) {
        return running.contains(call) || ended.contains(call);
    }

    private synchronized boolean left(InvocationId call) {
        if (!running.remove(call)) {
            return false;
        }
        addTo(ended, call, MOST_REMEMBERED);
        return true;
    }

    /**
     * The router has come to the call: who holds it, if it was taken before; if not, it is the router's to send. It may ask
     * again until it says that it {@link #remembers} the answer.
     */
    synchronized Optional<String> holderOf(InvocationId call) {
        if (ahead.contains(call) || remembered.contains(call)) {
            return Optional.of(self);
        }
        forgetHandledElsewhere(call);
        addTo(routed, call, MOST_ROUTED);
        return Optional.empty();
    }

    synchronized void remembers(InvocationId call) {
        ahead.remove(call);
        addTo(remembered, call, MOST_REMEMBERED);
        forgetHandledElsewhere(call);
    }

    private void forgetHandledElsewhere(InvocationId call) {
        var handledElsewhere = call.madeAt().minus(LONGEST_COMMIT);
        while (!ahead.isEmpty() && ahead.getFirst().madeAt().isBefore(handledElsewhere)) {
            ahead.removeFirst();
        }
    }

    static boolean isProcess(String holder) {
        return holder.startsWith(PROCESS);
    }

    /**
     * Whether a call that the router has to send may have been taken by a process that was here before this one, which ended
     * before the router heard of it.
     */
    boolean mayHaveBegun(InvocationRequested call) {
        return !call.requestedAt().isAfter(began);
    }

    /** Whether the call runs there, or has come to an end of which the router will hear. */
    boolean holds(String holder, InvocationId call) {
        if (holder.equals(self)) {
            return isRunningOrEnded(call);
        }
        var other = holder.substring(PROCESS.length(), holder.lastIndexOf('/'));
        return !other.equals(node) && routesAt.test(other);
    }
}
