package io.cloudfunc.query.invocation;

import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.store.EventTail;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Waits for the end of an invocation. Holds the calling thread, and nothing else, so threads must be cheap. */
@Component
class Ending {

    private final Invocations invocations;
    private final EventTail tail;
    private final CompletableFuture<Object> closing = new CompletableFuture<>();

    Ending(Invocations invocations, EventTail tail) {
        this.invocations = invocations;
        this.tail = tail;
    }

    /** The invocation as soon as it has ended, or as it is when the time has passed or the server stops. */
    InvocationView of(InvocationId id, Duration atMost) {
        var end = tail.next(id.toString(), InvocationEnded.class);
        try {
            var now = invocations.find(id);
            return !now.ended() && await(end, atMost) ? invocations.find(id) : now;
        } finally {
            end.cancel(false);
        }
    }

    private boolean await(CompletableFuture<InvocationEnded> end, Duration atMost) {
        try {
            CompletableFuture.anyOf(end, closing).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException passed) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whoever still waits is answered, so that no waiting caller holds up the stop of the server. */
    @EventListener(ContextClosedEvent.class)
    void stopWaiting() {
        closing.complete(closing);
    }
}
