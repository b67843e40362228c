package io.cloudfunc.command.report;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Sends workers, which have no database, what they ask for; an empty body if there is none, or none for them. */
final class AnswersToWorkers implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(AnswersToWorkers.class);

    private final Function<Message, Optional<byte[]>> answers;
    private final RabbitTemplate broker;

    AnswersToWorkers(Function<Message, Optional<byte[]>> answers, RabbitTemplate broker) {
        this.answers = answers;
        this.broker = broker;
    }

    @Override
    public void onMessage(Message question) {
        ReturnAddress.in(question)
                .ifPresentOrElse(
                        address -> address.send(answers.apply(question).orElseGet(() -> new byte[0]), broker),
                        () -> LOG.warn("A question that says not where to answer is ignored"));
    }
}
