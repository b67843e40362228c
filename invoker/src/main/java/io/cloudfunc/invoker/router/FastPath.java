package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.router.Lane.Taken;
import io.cloudfunc.store.AppendListener;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a call run as soon as this process committed that it is accepted, where this process routes it and its own worker
 * has an idle container for it, or else one elsewhere, or else comes to have one in a moment. The router comes to it within
 * half a second, and keeps account of it as of any other. What runs here and has not ended when this process does is sent
 * through the broker, by whichever router looks after it then. Safe for use by many threads.
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

    /** Calls that were sent elsewhere without being confirmed; the router sends them again soon. */
    private static final int MOST_DOUBTFUL = 4_000;

    /** The router comes to calls in the order of their commits: it has been at what is older than another by more. */
    private static final Duration LONGEST_COMMIT = Duration.ofMinutes(1);

    /** Writes what a worker is told of a call. */
    @FunctionalInterface
    interface Writing {
        Execute write(InvocationRequested call, RevisionSpec revision);
    }

    private final Supplier<Instant> routesSince;
    private final String self;
    private final BooleanSupplier routesHere;
    private final Predicate<String> routesAt;
    private final List<Lane> lanes;
    private final Writing tasks;
    private final BiFunction<String, Integer, Optional<RevisionSpec>> revisions;
    private final Function<UUID, Optional<Payload>> payloads;
    private final WaitingLives waitingLives;
    private final Runnable hurry;
    private final Runnable wake;
    private final LinkedHashMap<InvocationId, Taken> ahead = new LinkedHashMap<>();
    private final LinkedHashMap<InvocationId, Taken> remembered = new LinkedHashMap<>();
    private final LinkedHashSet<InvocationId> routed = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> doubtful = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> running = new LinkedHashSet<>();
    private final LinkedHashSet<InvocationId> ended = new LinkedHashSet<>();

    /**
     * @param routesSince when this process began to route, by the clock of any node; later than any call while it does not
     * @param self from {@link #newProcess}
     * @param routesHere whether this process routes all calls now
     * @param routesAt whether the node of that name does
     * @param lanes those first that are to be asked first
     * @param revisions of a function life, by number: those at hand, without asking anybody
     * @param payloads those at hand, without asking anybody
     * @param waitingLives whose calls wait for the router to hear of an end
     * @param hurry makes the router come as soon as it hears of what is just committed
     * @param wake makes the router come at once
     */
    FastPath(
            Supplier<Instant> routesSince,
            String self,
            BooleanSupplier routesHere,
            Predicate<String> routesAt,
            List<Lane> lanes,
            Writing tasks,
            BiFunction<String, Integer, Optional<RevisionSpec>> revisions,
            Function<UUID, Optional<Payload>> payloads,
            WaitingLives waitingLives,
            Runnable hurry,
            Runnable wake) {
        this.routesSince = routesSince;
        this.self = self;
        this.routesHere = routesHere;
        this.routesAt = routesAt;
        this.lanes = List.copyOf(lanes);
        this.tasks = tasks;
        this.revisions = revisions;
        this.payloads = payloads;
        this.waitingLives = waitingLives;
        this.hurry = hurry;
        this.wake = wake;
    }

    /**
     * A name for this process among those that hold calls.
     *
     * @param node names it in the token store
     */
    static String newProcess(String node) {
        return PROCESS + node + "/" + UUID.randomUUID();
    }

    private static String nodeOf(String process) {
        return process.substring(PROCESS.length(), process.lastIndexOf('/'));
    }

    @Override
    public void appended(Object event) {
        var caredFor = switch (event) {
            case InvocationRequested call -> take(call);
            case InvocationEnded ended -> left(ended) && !isCancelled(ended) && !waitingLives.has(ended.lifeKey());
            case AttemptStarted noConcernOfTheRouter -> true;
            default -> false;
        };
        if (!caredFor) {
            hurry.run();
        }
    }

    /** Its worker has to hear of it from the router. */
    private static boolean isCancelled(InvocationEnded ended) {
        return ended instanceof InvocationAbandoned abandoned && abandoned.reason() == FailureKind.CANCELLED;
    }

    /** Who commits must not hear of a failure: the router will. */
    private boolean take(InvocationRequested call) {
        try {
            if (!routesHere.getAsBoolean()) {
                return false;
            }
            var taken = revisions
                    .apply(call.lifeKey(), call.revision())
                    .flatMap(revision ->
                            payloads.apply(call.payload().id()).flatMap(payload -> take(call, revision, payload)));
            taken.ifPresent(by -> by.ifFailed(wake));
            return taken.isPresent();
        } catch (RuntimeException failed) {
            LOG.debug("Invocation {} is left to the router", call.invocation(), failed);
            return false;
        }
    }

    private synchronized Optional<Taken> take(InvocationRequested call, RevisionSpec revision, Payload payload) {
        var id = call.invocation();
        if (routed.remove(id) || ahead.size() >= MOST_AHEAD) {
            return Optional.empty();
        }
        var task = tasks.write(call, revision);
        addTo(running, id, MOST_RUNNING);
        for (var lane : lanes) {
            var taken = lane.take(task, payload.content(), () -> giveBack(id));
            if (taken.isPresent()) {
                ahead.put(id, taken.get());
                return taken;
            }
        }
        running.remove(id);
        return Optional.empty();
    }

    static void addTo(LinkedHashSet<InvocationId> calls, InvocationId call, int most) {
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

    private boolean left(InvocationEnded call) {
        lanes.forEach(lane -> lane.ended(call));
        return left(call.invocation());
    }

    private synchronized boolean left(InvocationId call) {
        if (!running.remove(call)) {
            return false;
        }
        addTo(ended, call, MOST_REMEMBERED);
        return true;
    }

    /**
     * The router has come to the call: who has it, if it was taken before; if not, or if that is not certain, it is the
     * router's to send. It may ask again until it says that it {@link #remembers} the answer. Waits until what was sent
     * elsewhere is confirmed, or is not, and what waits for a container here has one, or gets none; mostly that is so long
     * since.
     */
    Optional<Taker> holderOf(InvocationId call) {
        taken(call)
                .ifPresent(taken ->
                        taken.confirmed().exceptionally(notConfirmed -> null).join());
        return taken(call).map(Taken::taker);
    }

    private synchronized Optional<Taken> taken(InvocationId call) {
        var taken = ahead.getOrDefault(call, remembered.get(call));
        if (taken != null && !taken.hasFailed()) {
            return Optional.of(taken);
        }
        if (taken != null) {
            forget(call, taken);
        }
        forgetHandledElsewhere(call);
        addTo(routed, call, MOST_ROUTED);
        return Optional.empty();
    }

    private void forget(InvocationId call, Taken failed) {
        ahead.remove(call);
        remembered.remove(call);
        if (failed.mayHaveBegun()) {
            addTo(doubtful, call, MOST_DOUBTFUL);
        }
    }

    synchronized void remembers(InvocationId call) {
        var taken = ahead.remove(call);
        if (taken != null) {
            remembered.put(call, taken);
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.pollFirstEntry();
            }
            taken.accountedFor().run();
        }
        forgetHandledElsewhere(call);
    }

    private void forgetHandledElsewhere(InvocationId call) {
        var handledElsewhere = call.madeAt().minus(LONGEST_COMMIT);
        while (!ahead.isEmpty() && ahead.firstEntry().getKey().madeAt().isBefore(handledElsewhere)) {
            ahead.pollFirstEntry().getValue().accountedFor().run();
        }
    }

    static boolean isProcess(String holder) {
        return holder.startsWith(PROCESS);
    }

    /**
     * Whether a call that the router, or a timer of this process, has to send may have been taken: in a process that routes,
     * or that routed before this one and ended, or lost its claim, before it heard of the call as the router; or by a worker
     * elsewhere, if the broker was lost before it confirmed that.
     */
    boolean mayHaveBegun(InvocationRequested call) {
        return !call.requestedAt().isAfter(routesSince.get()) || isDoubtful(call.invocation());
    }

    private synchronized boolean isDoubtful(InvocationId call) {
        return doubtful.contains(call);
    }

    /** Whether the call runs there, or has come to an end of which the router will hear. */
    boolean holds(String holder, InvocationId call) {
        if (holder.equals(self)) {
            return isRunningOrEnded(call);
        }
        var other = nodeOf(holder);
        return !other.equals(nodeOf(self)) && routesAt.test(other);
    }
}
