package io.cloudfunc.command.report;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Sends workers, which have no database, what they ask for; an empty body if there is none, or none for them. */
final class AnswersToWorkers implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(AnswersToWorkers.class);

    private final Function<byte[], Optional<byte[]>> store;
    private final RabbitTemplate broker;

    AnswersToWorkers(Function<byte[], Optional<byte[]>> store, RabbitTemplate broker) {
        this.store = store;
        this.broker = broker;
    }

    @Override
    public void onMessage(Message question) {
        var asked = question.getMessageProperties();
        if (asked.getReplyTo() == null || asked.getCorrelationId() == null) {
            LOG.warn("A question that says not where to answer is ignored");
            return;
        }
        var content = store.apply(question.getBody()).orElseGet(() -> new byte[0]);
        broker.send(
                "",
                asked.getReplyTo(),
                MessageBuilder.withBody(content)
                        .setCorrelationId(asked.getCorrelationId())
                        .build());
    }
}
