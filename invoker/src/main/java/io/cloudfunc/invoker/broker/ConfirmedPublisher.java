package io.cloudfunc.invoker.broker;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Publishes messages that the broker must have taken over before anything is built on them. */
public interface ConfirmedPublisher {

    /**
     * Publishes a persistent, mandatory message; does not block. Messages leave in the order of the calls. The future
     * completes when the broker has the message safely in every queue it was routed to; exceptionally with
     * {@link UnroutableException} if there is no such queue, with {@link UnconfirmedException} if the broker refused it
     * or was lost, in which case it may have it or not. While the broker is blocked by an alarm, it stays incomplete.
     *
     * <p>The future completes on a thread of the connection: what follows it there must not block.
     *
     * @param exchange empty for the default exchange, where the routing key is the queue's name
     */
    CompletableFuture<@Nullable Void> publish(String exchange, String routingKey, byte[] body);
}
