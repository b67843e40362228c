package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.broker.BrokerConnections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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

    /** A minute. */
    private static final int QUESTIONS = 12;

    private final RabbitTemplate template;
    private final List<String> exchanges;
    private final String queue;
    private final int questions;
    private final BooleanSupplier stopping;

    RabbitQuestions(BrokerConnections connections, Assignment assignment, String queue) {
        this(connections, assignment, queue, QUESTIONS, () -> false);
    }

    /**
     * @param questions how often to ask before giving up, each for 5 s
     * @param stopping whether to ask no more
     */
    RabbitQuestions(
            BrokerConnections connections,
            Assignment assignment,
            String queue,
            int questions,
            BooleanSupplier stopping) {
        this.exchanges = assignment.exchanges();
        this.queue = queue;
        this.questions = questions;
        this.stopping = stopping;
        template = new RabbitTemplate(connections.consuming());
        template.setUsePublisherConnection(true);
        template.setReplyTimeout(ANSWER_LIMIT.toMillis());
    }

    /**
     * What was asked for; empty if it is not there. Blocks.
     *
     * @throws UnansweredException if nobody answers
     */
    Optional<byte[]> ask(byte[] question) {
        return exchanges.stream()
                .flatMap(exchange -> ask(exchange, question).stream())
                .findFirst();
    }

    private Optional<byte[]> ask(String exchange, byte[] question) {
        for (var asked = 0; asked < questions && !stopping.getAsBoolean(); asked++) {
            var answer = askOnce(exchange, question);
            if (answer != null) {
                return answer.getBody().length == 0 ? Optional.empty() : Optional.of(answer.getBody());
            }
        }
        throw new UnansweredException(queue, null);
    }

    /** What has this name. */
    Optional<byte[]> ask(String name) {
        return ask(name.getBytes(StandardCharsets.US_ASCII));
    }

    private @Nullable Message askOnce(String exchange, byte[] question) {
        try {
            return template.sendAndReceive(
                    exchange, queue, MessageBuilder.withBody(question).build());
        } catch (AmqpException unreachable) {
            throw new UnansweredException(queue, unreachable);
        }
    }

    @Override
    public void close() {
        template.stop();
    }
}
