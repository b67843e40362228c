package io.cloudfunc.query.rebuild;

import io.cloudfunc.store.EventFeed;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes the next part of the stream while the one before is being folded and written. Events that become
 * visible in between are not lost: the token remembers them. For one thread; ends with it.
 */
final class ReadAhead implements AutoCloseable {

    private final EventFeed feed;
    private final int most;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("rebuild-reader").daemon().factory());
    private @Nullable TrackingToken expected;
    private @Nullable CompletableFuture<List<TrackedEventMessage<?>>> next;

    /** @param most events of a part; fewer are all there are */
    ReadAhead(EventFeed feed, int most) {
        this.feed = feed;
        this.most = most;
    }

    List<TrackedEventMessage<?>> after(@Nullable TrackingToken token) {
        var part = next != null && Objects.equals(expected, token) ? join(next) : read(token);
        next = null;
        if (part.size() >= most) {
            var last = part.getLast().trackingToken();
            expected = last;
            next = CompletableFuture.supplyAsync(() -> read(last), reader);
        }
        return part;
    }

    private List<TrackedEventMessage<?>> read(@Nullable TrackingToken token) {
        var part = feed.after(token, most);
        part.forEach(Message::getPayload);
        return part;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
