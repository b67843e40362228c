package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Asks the command side through the broker, again and again: while it cannot store the answer nothing else can be done
 * either, and a request that goes back too often is dead.
 */
final class RabbitAttemptClaims implements AttemptClaims, AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    /** Ten minutes. */
    private static final int QUESTIONS = 120;

    private final RabbitTemplate template;
    private final WireJson json;
    private final String queue;
    private final BooleanSupplier stopping;

    RabbitAttemptClaims(BrokerConnections connections, WireJson json, String queue, BooleanSupplier stopping) {
        this.json = json;
        this.queue = queue;
        this.stopping = stopping;
        template = new RabbitTemplate(connections.consuming());
        template.setReplyTimeout(ANSWER_LIMIT.toMillis());
    }

    @Override
    public boolean mayBegin(ClaimAttempt claim) {
        for (var asked = 0; asked < QUESTIONS && !stopping.getAsBoolean(); asked++) {
            var answer = ask(claim);
            if (answer != null) {
                return Boolean.parseBoolean(new String(answer.getBody(), StandardCharsets.US_ASCII));
            }
        }
        throw new ClaimUnansweredException(claim.invocation(), new TimeoutException("nobody answers in " + queue));
    }

    private @Nullable Message ask(ClaimAttempt claim) {
        try {
            return template.sendAndReceive(
                    "", queue, MessageBuilder.withBody(json.write(claim)).build());
        } catch (AmqpException unreachable) {
            throw new ClaimUnansweredException(claim.invocation(), unreachable);
        }
    }

    @Override
    public void close() {
        template.stop();
    }
}
