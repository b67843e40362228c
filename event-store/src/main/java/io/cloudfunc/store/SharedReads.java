package io.cloudfunc.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads the store for all streams of this process: they mostly stand at the same position, and what one has read just
 * before, the others need not ask for again, nor make objects of. Safe for use by many threads.
 */
final class SharedReads {

    /** With {@link #MOST_EVENTS} it bounds what is kept to some MiB. Who is further behind reads for itself. */
    private static final int MOST_READS = 8;

    private static final int MOST_EVENTS = 400;

    private final Function<@Nullable TrackingToken, List<TrackedEventMessage<?>>> store;
    private final EventSignal signal;
    private final Map<TrackingToken, CompletableFuture<Read>> lately = new LinkedHashMap<>();

    /** @param store gives the next {@link StorageEngine#BATCH} events after a token, or all there are */
    SharedReads(Function<@Nullable TrackingToken, List<TrackedEventMessage<?>>> store, EventSignal signal) {
        this.store = store;
        this.signal = signal;
    }

    /** @param raised how often the signal had been raised before the events were read */
    private record Read(long raised, List<TrackedEventMessage<?>> events) {}

    /**
     * Events after a position.
     *
     * @param mayHaveMore whether there may be more already of which no signal will tell
     */
    record Found(List<TrackedEventMessage<?>> events, boolean mayHaveMore) {}

    /**
     * What follows that position. An event that became visible in a gap before it, after the others were read for another
     * stream, comes with a later read: the gap stays in their tokens.
     */
    Found after(@Nullable TrackingToken position) {
        if (position == null) {
            return found(read(null));
        }
        var mine = new CompletableFuture<Read>();
        var shared = sharedAt(position, mine);
        if (shared != mine) {
            return foundBefore(resultOf(shared));
        }
        try {
            mine.complete(read(position));
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        }
        return found(resultOf(mine));
    }

    private CompletableFuture<Read> sharedAt(TrackingToken position, CompletableFuture<Read> mine) {
        synchronized (lately) {
            var before = lately.get(position);
            if (before != null && isOfUse(before)) {
                return before;
            }
            lately.remove(position);
            lately.put(position, mine);
            if (lately.size() > MOST_READS) {
                lately.remove(lately.keySet().iterator().next());
            }
            return mine;
        }
    }

    private boolean isOfUse(CompletableFuture<Read> before) {
        return switch (before.state()) {
            case RUNNING -> true;
            case SUCCESS -> !before.resultNow().events().isEmpty() || isNewest(before.resultNow());
            case FAILED, CANCELLED -> false;
        };
    }

    private Read read(@Nullable TrackingToken position) {
        var read = new Read(signal.count(), store.apply(position));
        if (position != null && read.events().size() > MOST_EVENTS) {
            synchronized (lately) {
                lately.remove(position);
            }
        }
        return read;
    }

    private static Read resultOf(CompletableFuture<Read> shared) {
        try {
            return shared.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static Found found(Read read) {
        return new Found(read.events(), read.events().size() >= StorageEngine.BATCH);
    }

    private Found foundBefore(Read read) {
        return new Found(read.events(), read.events().size() >= StorageEngine.BATCH || !isNewest(read));
    }

    private boolean isNewest(Read read) {
        return read.raised() == signal.count();
    }
}
