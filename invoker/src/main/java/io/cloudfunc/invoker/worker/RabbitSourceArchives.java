package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.broker.BrokerConnections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Asks the command side through the broker, several times if need be. */
final class RabbitSourceArchives implements SourceArchives, AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int QUESTIONS = 12;

    private final RabbitTemplate template;
    private final String queue;

    RabbitSourceArchives(BrokerConnections connections, String queue) {
        this.queue = queue;
        template = new RabbitTemplate(connections.consuming());
        template.setReplyTimeout(ANSWER_LIMIT.toMillis());
    }

    @Override
    public Optional<byte[]> fetch(String sha256) {
        for (var asked = 0; asked < QUESTIONS; asked++) {
            var answer = ask(sha256);
            if (answer != null) {
                return answer.getBody().length == 0 ? Optional.empty() : Optional.of(answer.getBody());
            }
        }
        throw new SourceUnavailableException(sha256, new TimeoutException("nobody answers in " + queue));
    }

    private @Nullable Message ask(String sha256) {
        var question = MessageBuilder.withBody(sha256.getBytes(StandardCharsets.US_ASCII))
                .build();
        try {
            return template.sendAndReceive("", queue, question);
        } catch (AmqpException unreachable) {
            throw new SourceUnavailableException(sha256, unreachable);
        }
    }

    @Override
    public void close() {
        template.stop();
    }
}
