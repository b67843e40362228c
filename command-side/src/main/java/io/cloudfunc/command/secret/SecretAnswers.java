package io.cloudfunc.command.secret;

import io.cloudfunc.api.secret.SealedBox;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Sends workers the secret of a name, sealed to the key that the question brings; an empty body if there is none. */
final class SecretAnswers implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(SecretAnswers.class);

    private final Secrets secrets;
    private final RabbitTemplate broker;

    SecretAnswers(Secrets secrets, RabbitTemplate broker) {
        this.secrets = secrets;
        this.broker = broker;
    }

    @Override
    public void onMessage(Message question) {
        var asked = question.getMessageProperties();
        if (asked.getReplyTo() == null || asked.getCorrelationId() == null) {
            LOG.warn("A question for a secret that says not where to answer is ignored");
            return;
        }
        broker.send(
                "",
                asked.getReplyTo(),
                MessageBuilder.withBody(answer(question.getBody()))
                        .setCorrelationId(asked.getCorrelationId())
                        .build());
    }

    private byte[] answer(byte[] question) {
        try {
            var frame = Frame.decode(question);
            var name = new SecretName(new String(frame.head(), StandardCharsets.UTF_8));
            var reader = frame.parts().getFirst();
            return secrets.value(name)
                    .map(value -> SealedBox.seal(value, reader, name.toString()))
                    .orElseGet(() -> new byte[0]);
        } catch (IllegalArgumentException | NoSuchElementException unreadable) {
            LOG.warn("A question for a secret cannot be read and is answered with nothing: {}", unreadable.toString());
            return new byte[0];
        }
    }
}
