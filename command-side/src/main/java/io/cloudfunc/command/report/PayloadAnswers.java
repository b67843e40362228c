package io.cloudfunc.command.report;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.wire.PayloadQuestion;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.Receipts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The bodies of calls, for the workers that were given them. */
final class PayloadAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadAnswers.class);

    private final PayloadStore payloads;
    private final Receipts receipts;
    private final JsonMapper json;

    PayloadAnswers(PayloadStore payloads, Receipts receipts, JsonMapper json) {
        this.payloads = payloads;
        this.receipts = receipts;
        this.json = json;
    }

    Optional<byte[]> to(Message question) {
        try {
            var asked = json.readValue(question.getBody(), PayloadQuestion.class);
            if (receipts.covers(asked.invocation(), asked.payload(), asked.receipt())) {
                return payloads.find(asked.payload()).map(Payload::content);
            }
            LOG.error("Who asks for the body of {} has no receipt of it and gets nothing", asked.invocation());
        } catch (JacksonException unreadable) {
            LOG.error("A question for the body of a call cannot be read and is answered with nothing", unreadable);
        }
        return Optional.empty();
    }
}
