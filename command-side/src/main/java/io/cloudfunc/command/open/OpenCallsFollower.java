package io.cloudfunc.command.open;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.store.AppendListener;
import io.cloudfunc.store.EventFeed;
import io.cloudfunc.store.trail.Imported;
import java.time.Duration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Has {@link OpenCalls} know what every node accepted and ended: reads the event store each second, in bulk and beside the
 * calls' way, from where the latest checkpoint was. While it has not caught up for the first time, nothing is refused.
 */
final class OpenCallsFollower implements AppendListener, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OpenCallsFollower.class);

    /** A start waits no longer; the rest is read beside the first calls. */
    private static final Duration LONGEST_START = Duration.ofSeconds(5);

    private static final int AT_A_TIME = 500;
    private static final Duration FRESH = Duration.ofMillis(100);

    private final OpenCalls open;
    private final EventFeed events;
    private final Checkpoints checkpoints;
    private @Nullable TrackingToken position;
    private long lookedAt;
    private boolean begun;
    private boolean savedHere;
    private volatile boolean caughtUp;
    private volatile boolean running;

    OpenCallsFollower(OpenCalls open, EventFeed events, Checkpoints checkpoints) {
        this.open = open;
        this.events = events;
        this.checkpoints = checkpoints;
    }

    /** Whether what was open before this process started is counted. */
    boolean hasCaughtUp() {
        return caughtUp;
    }

    @Override
    public void appended(Object event) {
        if (event instanceof InvocationEnded ended) {
            open.ended(ended.invocation());
        }
    }

    @Override
    public void start() {
        running = true;
        follow(System.nanoTime() + LONGEST_START.toNanos());
    }

    @Scheduled(fixedDelayString = "PT1S")
    void follow() {
        if (running) {
            follow(Long.MAX_VALUE);
        }
    }

    /** For who is about to refuse a call; many who ask at once share one look. */
    synchronized void lookAgain() {
        if (System.nanoTime() - lookedAt > FRESH.toNanos()) {
            follow(Long.MAX_VALUE);
        }
    }

    private synchronized void follow(long until) {
        try {
            begin();
            while (readSome()) {
                if (System.nanoTime() > until) {
                    LOG.info("Calls that are open since earlier are counted while new ones are accepted");
                    return;
                }
            }
            caughtUp = true;
            lookedAt = System.nanoTime();
        } catch (RuntimeException notReached) {
            LOG.debug("What other nodes accepted is not counted now", notReached);
        }
    }

    private void begin() {
        if (!begun) {
            var latest = checkpoints.latest();
            latest.open()
                    .forEach((function, calls) -> calls.forEach((id, bytes) ->
                            open.readRequested(InvocationId.parse(id), new FunctionName(function), bytes)));
            position = latest.position();
            begun = true;
        }
    }

    /** False if there are no more now. */
    private boolean readSome() {
        var some = events.after(position, AT_A_TIME);
        some.forEach(this::read);
        return !some.isEmpty();
    }

    /** Only what matters is made an object of; what was imported is open nowhere. */
    private void read(TrackedEventMessage<?> event) {
        var type = event.getPayloadType();
        if (type == InvocationRequested.class && !event.getMetaData().containsKey(Imported.MARK)) {
            var requested = (InvocationRequested) event.getPayload();
            open.readRequested(
                    requested.invocation(),
                    requested.function(),
                    requested.payload().size());
        } else if (InvocationEnded.class.isAssignableFrom(type) && event instanceof DomainEventMessage<?> ofCall) {
            open.readEnded(InvocationId.parse(ofCall.getAggregateIdentifier()));
        }
        position = event.trackingToken();
        savedHere = false;
    }

    @Scheduled(fixedDelayString = "PT10S")
    synchronized void saveCheckpoint() {
        if (position == null || savedHere || !caughtUp) {
            return;
        }
        try {
            checkpoints.save(position, open.stored());
            savedHere = true;
        } catch (RuntimeException notReached) {
            LOG.debug("The count of open calls is kept at the next try", notReached);
        }
    }

    @Override
    public void stop() {
        running = false;
        saveCheckpoint();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before calls are accepted, and until the last report is stored. */
    @Override
    public int getPhase() {
        return -2_000;
    }
}
