package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.secret.SealedBox;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.engine.EngineAwayException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Asks the command side through the broker, which sees nothing but what is sealed to this process's own key. */
final class RabbitSecretValues implements SecretValues, AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int QUESTIONS = 4;

    private final KeyPair keys = SealedBox.newKeys();
    private final RabbitTemplate template;
    private final String queue;

    RabbitSecretValues(BrokerConnections connections, String queue) {
        this.queue = queue;
        template = new RabbitTemplate(connections.consuming());
        template.setReplyTimeout(ANSWER_LIMIT.toMillis());
    }

    @Override
    public Optional<byte[]> fetch(SecretName secret) {
        for (var asked = 0; asked < QUESTIONS; asked++) {
            var answer = ask(secret);
            if (answer != null) {
                return answer.getBody().length == 0
                        ? Optional.empty()
                        : Optional.of(SealedBox.open(answer.getBody(), keys, secret.toString()));
            }
        }
        throw new EngineAwayException("Nobody answers in %s, where secrets are asked for".formatted(queue));
    }

    private @Nullable Message ask(SecretName secret) {
        var question = new Frame(
                secret.value().getBytes(StandardCharsets.UTF_8),
                List.of(keys.getPublic().getEncoded()));
        try {
            return template.sendAndReceive(
                    "", queue, MessageBuilder.withBody(question.encode()).build());
        } catch (AmqpException unreachable) {
            throw new EngineAwayException("The broker does not take a question for a secret", unreachable);
        }
    }

    @Override
    public void close() {
        template.stop();
    }
}
