package io.cloudfunc.command.secret;

import io.cloudfunc.api.secret.SealedBox;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.command.report.ReturnAddress;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Sends workers the secret of a name, sealed to the key that the question brings; an empty body if there is
 * none, or none for it.
 */
final class SecretAnswers implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(SecretAnswers.class);

    private final QueueNames names;
    private final Secrets secrets;
    private final RabbitTemplate broker;

    SecretAnswers(QueueNames names, Secrets secrets, RabbitTemplate broker) {
        this.names = names;
        this.secrets = secrets;
        this.broker = broker;
    }

    @Override
    public void onMessage(Message question) {
        ReturnAddress.in(question)
                .ifPresentOrElse(
                        address -> address.send(answer(question), broker),
                        () -> LOG.warn("A question for a secret that says not where to answer is ignored"));
    }

    private byte[] answer(Message question) {
        try {
            var frame = Frame.decode(question.getBody());
            var name = new SecretName(new String(frame.head(), StandardCharsets.UTF_8));
            if (!names.maySpeakOf(name.value(), question.getMessageProperties().getReceivedExchange())) {
                LOG.warn("A worker of another namespace asks for secret {} and gets nothing", name.value());
                return new byte[0];
            }
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
