package io.cloudfunc.invoker.router;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.ShutdownSignalException;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.wire.QueueNames;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Which workers there are, as the broker tells: each reads its own queues. Asked at most once a second of each. The broker
 * being away is an exception.
 */
final class RabbitWorkers {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private record Told(boolean isRead, Instant at) {}

    private final RabbitTemplate broker;
    private final QueueNames names;
    private final Clock clock;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    RabbitWorkers(RabbitTemplate broker, QueueNames names, Clock clock) {
        this.broker = broker;
        this.names = names;
        this.clock = clock;
    }

    /** Not one that stops, or whose engine is away. */
    boolean takesCalls(WorkerId worker) {
        return isRead(names.callsOf(worker));
    }

    /** Also one that stops: it takes orders until the last of its calls has ended. */
    boolean isThere(WorkerId worker) {
        return isRead(names.controlOf(worker));
    }

    private boolean isRead(String queue) {
        var now = clock.instant();
        var last = told.get(queue);
        if (last == null || !now.isBefore(last.at().plus(ASK_AGAIN))) {
            last = new Told(hasConsumers(queue), now);
            told.put(queue, last);
        }
        return last.isRead();
    }

    private boolean hasConsumers(String queue) {
        try {
            return requireNonNull(
                    broker.execute(channel -> channel.queueDeclarePassive(queue).getConsumerCount() > 0));
        } catch (AmqpException refused) {
            if (refused.getCause() instanceof IOException failed
                    && failed.getCause() instanceof ShutdownSignalException signal
                    && RabbitUtils.isPassiveDeclarationChannelClose(signal)) {
                return false;
            }
            throw refused;
        }
    }
}
