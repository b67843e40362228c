package io.cloudfunc.invoker.broker;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitOperations;

/** A message on its way out, until the broker has answered for it. */
final class Publication {

    private final String exchange;
    private final String routingKey;
    private final byte[] body;
    private final CompletableFuture<@Nullable Void> confirmed = new CompletableFuture<>();

    Publication(String exchange, String routingKey, byte[] body) {
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.body = body;
    }

    CompletableFuture<@Nullable Void> confirmed() {
        return confirmed;
    }

    /** May be sent again over another channel if this fails: the broker then has it once or twice. */
    void sendOver(RabbitOperations channel) {
        var correlation = new CorrelationData();
        correlation.getFuture().whenComplete((answer, failure) -> settle(correlation, answer, failure));
        channel.send(exchange, routingKey, message(), correlation);
    }

    void fail(UnconfirmedException cause) {
        confirmed.completeExceptionally(cause);
    }

    private void settle(
            CorrelationData correlation, CorrelationData.@Nullable Confirm answer, @Nullable Throwable failure) {
        if (answer == null) {
            confirmed.completeExceptionally(new UnconfirmedException("no answer", failure));
        } else if (!answer.ack()) {
            confirmed.completeExceptionally(new UnconfirmedException(String.valueOf(answer.reason()), null));
        } else if (correlation.getReturned() != null) {
            confirmed.completeExceptionally(new UnroutableException(exchange, routingKey));
        } else {
            confirmed.complete(null);
        }
    }

    private Message message() {
        return MessageBuilder.withBody(body)
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
    }
}
