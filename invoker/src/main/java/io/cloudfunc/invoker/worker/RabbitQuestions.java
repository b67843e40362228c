package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.broker.BrokerConnections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Asks the command side through the broker, several times if need be. It has a connection of its own, so that a broker that
 * holds back questions holds back no acknowledgements.
 */
final class RabbitQuestions implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int QUESTIONS = 12;

    private final RabbitTemplate template;
    private final String queue;

    RabbitQuestions(BrokerConnections connections, String queue) {
        this.queue = queue;
        template = new RabbitTemplate(connections.consuming());
        template.setUsePublisherConnection(true);
        template.setReplyTimeout(ANSWER_LIMIT.toMillis());
    }

    /**
     * What was asked for; empty if it is not there. Blocks.
     *
     * @throws UnansweredException if nobody answers
     */
    Optional<byte[]> ask(String question) {
        for (var asked = 0; asked < QUESTIONS; asked++) {
            var answer = askOnce(question);
            if (answer != null) {
                return answer.getBody().length == 0 ? Optional.empty() : Optional.of(answer.getBody());
            }
        }
        throw new UnansweredException(queue, null);
    }

    private @Nullable Message askOnce(String question) {
        var message = MessageBuilder.withBody(question.getBytes(StandardCharsets.US_ASCII))
                .build();
        try {
            return template.sendAndReceive("", queue, message);
        } catch (AmqpException unreachable) {
            throw new UnansweredException(queue, unreachable);
        }
    }

    @Override
    public void close() {
        template.stop();
    }
}
