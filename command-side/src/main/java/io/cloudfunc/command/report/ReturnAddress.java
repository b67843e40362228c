package io.cloudfunc.command.report;

import java.util.Optional;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Where a worker waits for the answer to its question. */
public record ReturnAddress(String replyTo, String correlation) {

    /** Of the broker's direct replies, which reach nobody but who asked. */
    private static final String DIRECT = "amq.rabbitmq.reply-to.";

    /**
     * Empty if the question says none, or a queue: workers may write to none, and so may not have us write there for them
     * what they like.
     */
    public static Optional<ReturnAddress> in(Message question) {
        var asked = question.getMessageProperties();
        return asked.getReplyTo() == null
                        || asked.getCorrelationId() == null
                        || !asked.getReplyTo().startsWith(DIRECT)
                ? Optional.empty()
                : Optional.of(new ReturnAddress(asked.getReplyTo(), asked.getCorrelationId()));
    }

    public void send(byte[] answer, RabbitTemplate broker) {
        broker.send(
                "",
                replyTo,
                MessageBuilder.withBody(answer).setCorrelationId(correlation).build());
    }
}
