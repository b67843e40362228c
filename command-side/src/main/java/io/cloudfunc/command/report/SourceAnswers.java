package io.cloudfunc.command.report;

import io.cloudfunc.store.SourceStore;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Sends workers, which have no database, the source archive for a hash; an empty body if there is none. */
final class SourceAnswers implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(SourceAnswers.class);

    private final SourceStore sources;
    private final RabbitTemplate broker;

    SourceAnswers(SourceStore sources, RabbitTemplate broker) {
        this.sources = sources;
        this.broker = broker;
    }

    @Override
    public void onMessage(Message question) {
        var asked = question.getMessageProperties();
        if (asked.getReplyTo() == null || asked.getCorrelationId() == null) {
            LOG.warn("A question for a source that says not where to answer is ignored");
            return;
        }
        var sha256 = new String(question.getBody(), StandardCharsets.US_ASCII);
        var archive = sources.find(sha256).orElseGet(() -> new byte[0]);
        broker.send(
                "",
                asked.getReplyTo(),
                MessageBuilder.withBody(archive)
                        .setCorrelationId(asked.getCorrelationId())
                        .build());
    }
}
