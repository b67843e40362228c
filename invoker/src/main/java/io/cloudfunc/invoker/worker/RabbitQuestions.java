package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.broker.BrokerConnections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Asks the command side through the broker, several times if need be. It has a connection of its own, so that a broker that
 * holds back questions holds back no acknowledgements. A question that nobody took in time is gone from the broker: else
 * the command side, once it is behind, would do nothing but answer questions that were asked again long ago.
 */
final class RabbitQuestions implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    /** A minute. */
    static final int QUESTIONS = 12;

    private final RabbitTemplate template;
    private final List<String> exchanges;
    private final String queue;
    private final int questions;
    private final Semaphore turns;
    private final BooleanSupplier stopping;

    RabbitQuestions(BrokerConnections connections, Assignment assignment, String queue) {
        this(connections, assignment, queue, QUESTIONS, Integer.MAX_VALUE, () -> false);
    }

    /**
     * @param questions how often to ask before giving up, each for 5 s
     * @param atOnce how many may be asked at a time; who comes then waits for its turn
     * @param stopping whether to ask no more
     */
    RabbitQuestions(
            BrokerConnections connections,
            Assignment assignment,
            String queue,
            int questions,
            int atOnce,
            BooleanSupplier stopping) {
        this.exchanges = assignment.exchanges();
        this.queue = queue;
        this.questions = questions;
        this.turns = new Semaphore(atOnce, true);
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
        turns.acquireUninterruptibly();
        try {
            return exchanges.stream()
                    .flatMap(exchange -> ask(exchange, question).stream())
                    .findFirst();
        } finally {
            turns.release();
        }
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
                    exchange,
                    queue,
                    MessageBuilder.withBody(question)
                            .setExpiration(String.valueOf(ANSWER_LIMIT.toMillis()))
                            .build());
        } catch (AmqpException unreachable) {
            throw new UnansweredException(queue, unreachable);
        }
    }

    @Override
    public void close() {
        template.stop();
    }
}
