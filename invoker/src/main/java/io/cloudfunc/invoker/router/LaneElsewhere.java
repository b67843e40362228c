package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.broker.WireJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * To the queue of a worker of another process that has an idle container, by what the saga last stored and this process
 * has sent and heard since. A wrong guess costs what it costs the saga, see {@link WarmFirst}.
 */
final class LaneElsewhere implements Lane {

    /** Ends of which the saga may not have heard when it is stored the next time. */
    private static final int MOST_ENDED = 4_000;

    /**
     * Then it is not certain that the broker has the call. The router waits for that, and then for what it sends itself: both
     * together are far below the 30 s for which it has its claim.
     */
    private static final Duration LONGEST_CONFIRM = Duration.ofSeconds(5);

    /** The saga has not noted yet in what memory of the broker's such a call is. */
    private static final String NOT_NOTED = "";

    /**
     * @param underWay its calls but those that this process runs, as the saga stored them, without those ended since
     * @param ahead those sent since, to which the saga has not come
     */
    private record Known(
            List<WarmContainer> containers, Map<InvocationId, InFlight> underWay, Map<InvocationId, InFlight> ahead) {

        private List<WorkerId> workersFor(int revision, Instant now) {
            if (underWay.size() + ahead.size() >= containers.size()) {
                return List.of();
            }
            var calls = new ArrayList<>(underWay.values());
            calls.addAll(ahead.values());
            return WarmFirst.workers(revision, containers, calls, now);
        }
    }

    private final Function<WorkerId, Optional<String>> queues;
    private final BiFunction<String, byte[], CompletableFuture<@Nullable Void>> sending;
    private final WireJson json;
    private final @Nullable WorkerId here;
    private final Clock clock;
    private final Map<String, Known> functions = new HashMap<>();
    private final LinkedHashSet<InvocationId> ended = new LinkedHashSet<>();

    /**
     * @param queues where a worker takes calls now; without asking anybody
     * @param sending a message to a queue; does not block
     * @param here the worker of this process, if it has one
     */
    LaneElsewhere(
            Function<WorkerId, Optional<String>> queues,
            BiFunction<String, byte[], CompletableFuture<@Nullable Void>> sending,
            WireJson json,
            @Nullable WorkerId here,
            Clock clock) {
        this.queues = queues;
        this.sending = sending;
        this.json = json;
        this.here = here;
        this.clock = clock;
    }

    /**
     * What the saga stores of a function life.
     *
     * @param containers for which calls may be sent ahead of it
     * @param underWay its calls
     */
    synchronized void know(String lifeKey, Collection<WarmContainer> containers, Map<InvocationId, InFlight> underWay) {
        var elsewhere = containers.stream()
                .filter(container -> !container.worker().equals(here))
                .toList();
        if (elsewhere.isEmpty()) {
            functions.remove(lifeKey);
        } else {
            var before = functions.get(lifeKey);
            var ahead = before == null ? new HashMap<InvocationId, InFlight>() : before.ahead;
            ahead.keySet().removeAll(underWay.keySet());
            functions.put(lifeKey, new Known(elsewhere, notHere(underWay), ahead));
        }
    }

    private Map<InvocationId, InFlight> notHere(Map<InvocationId, InFlight> underWay) {
        var calls = new HashMap<>(underWay);
        calls.keySet().removeAll(ended);
        if (here != null) {
            calls.values().removeIf(call -> here.equals(call.worker()));
        }
        return calls;
    }

    @Override
    public synchronized Optional<Taken> take(Execute call, byte[] payload, Runnable givenBack) {
        var function = functions.get(call.lifeKey());
        if (function == null || call.revision().settings().delivery() == Delivery.AT_MOST_ONCE) {
            return Optional.empty();
        }
        for (var worker : function.workersFor(call.revision().revision(), clock.instant())) {
            var queue = queues.apply(worker);
            if (queue.isPresent()) {
                return Optional.of(send(call, payload, new Taker.SentTo(worker, queue.get()), function, givenBack));
            }
        }
        return Optional.empty();
    }

    private Taken send(Execute call, byte[] payload, Taker.SentTo taker, Known function, Runnable givenBack) {
        var message = call.carriesPayload() ? json.write(call, payload) : json.write(call);
        var confirmed = sending.apply(taker.queue(), message).orTimeout(LONGEST_CONFIRM.toSeconds(), TimeUnit.SECONDS);
        function.ahead.put(call.invocation(), InFlight.taken(call.due(), taker, () -> NOT_NOTED));
        confirmed.exceptionally(failure -> {
            leave(call.lifeKey(), call.invocation());
            givenBack.run();
            return null;
        });
        return new Taken(taker, confirmed, () -> accountedFor(call.lifeKey(), call.invocation()));
    }

    @Override
    public synchronized void ended(InvocationEnded call) {
        FastPath.addTo(ended, call.invocation(), MOST_ENDED);
        leave(call.lifeKey(), call.invocation());
    }

    private synchronized void accountedFor(String lifeKey, InvocationId call) {
        var function = functions.get(lifeKey);
        if (function != null) {
            function.ahead.remove(call);
        }
    }

    private synchronized void leave(String lifeKey, InvocationId call) {
        var function = functions.get(lifeKey);
        if (function != null) {
            function.underWay.remove(call);
            function.ahead.remove(call);
        }
    }
}
