package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Follows a stream of the engine's. Unlike the client library's own, it logs no failure: who waits is told. */
abstract class Following<T> implements ResultCallback<T> {

    private final CompletableFuture<Closeable> began = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** @throws RuntimeException if the stream failed, or did not begin in time */
    final void awaitBegin(Duration limit) throws InterruptedException {
        if (!await(began, limit)) {
            throw new UncheckedIOException(new SocketTimeoutException("no answer within " + limit));
        }
    }

    /**
     * Whether it ended within this time.
     *
     * @throws RuntimeException if the stream failed
     */
    final boolean awaitEnd(Duration limit) throws InterruptedException {
        return await(ended, limit);
    }

    @Override
    public final void onStart(Closeable stream) {
        began.complete(stream);
    }

    @Override
    public void onError(Throwable failure) {
        began.completeExceptionally(failure);
        ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }

    /** Ends the stream, also if it has not begun yet. */
    @Override
    public final void close() {
        var closing = began.thenAccept(stream -> {
            try {
                stream.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException {
        try {
            future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : new CompletionException(failure);
        }
    }
}
