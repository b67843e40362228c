package io.cloudfunc.command.report;

import io.cloudfunc.api.wire.ClaimQuestion;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.Receipts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells workers whether a call may begin, once that is stored: {@code true} or {@code false}. What cannot be stored now
 * is not answered, and the worker asks again.
 */
final class ClaimAnswers implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimAnswers.class);

    private final GroupCommit commit;
    private final Receipts receipts;
    private final RabbitTemplate broker;
    private final JsonMapper json;

    ClaimAnswers(GroupCommit commit, Receipts receipts, RabbitTemplate broker, JsonMapper json) {
        this.commit = commit;
        this.receipts = receipts;
        this.broker = broker;
        this.json = json;
    }

    @Override
    public void onMessage(Message question) {
        ReturnAddress.in(question)
                .ifPresentOrElse(
                        address -> answer(question.getBody(), address),
                        () -> LOG.warn("A question whether a call may begin that says not where to answer is ignored"));
    }

    private void answer(byte[] question, ReturnAddress address) {
        try {
            var asked = json.readValue(question, ClaimQuestion.class);
            var claim = asked.claim();
            if (!receipts.covers(claim.invocation(), claim.execution(), asked.receipt())) {
                LOG.error("Who asks whether {} may begin has no receipt of it and may not", claim.invocation());
                answer(address, "false");
                return;
            }
            commit.submit(new Order(claim, List.of())).whenComplete((may, failure) -> {
                if (failure == null) {
                    answer(address, String.valueOf(may));
                } else if (failure instanceof AggregateNotFoundException) {
                    LOG.error("Invocation {} is not stored and does not begin", claim.invocation());
                    answer(address, "false");
                } else {
                    LOG.warn("Whether {} may begin is not stored yet: {}", claim.invocation(), failure.toString());
                }
            });
        } catch (JacksonException unreadable) {
            LOG.error("A question whether a call may begin cannot be read and is ignored", unreadable);
        }
    }

    private void answer(ReturnAddress address, String answer) {
        try {
            address.send(answer.getBytes(StandardCharsets.US_ASCII), broker);
        } catch (AmqpException lost) {
            LOG.debug("An answer was lost, the worker asks again", lost);
        }
    }
}
