package io.cloudfunc.invoker.broker;

/** The broker has no queue for the message and has dropped it. */
public final class UnroutableException extends RuntimeException {

    public UnroutableException(String exchange, String routingKey) {
        super("no queue for a message to exchange '%s' with routing key '%s'".formatted(exchange, routingKey));
    }
}
