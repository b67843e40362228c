package io.cloudfunc.invoker.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The broker has no queue for the message and has dropped it. */
public final class UnroutableException extends RuntimeException {

    public UnroutableException(String exchange, String routingKey) {
        super("no queue for a message to exchange '%s' with routing key '%s'".formatted(exchange, routingKey));
    }

    /** What was published; or, where there is no queue for it, what is done instead. */
    public static CompletableFuture<@Nullable Void> instead(
            CompletableFuture<@Nullable Void> published, Supplier<CompletableFuture<@Nullable Void>> unroutable) {
        return published.exceptionallyCompose(failure -> causeOf(failure) instanceof UnroutableException
                ? unroutable.get()
                : CompletableFuture.failedFuture(failure));
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
