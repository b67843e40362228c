package io.cloudfunc.invoker.broker;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.cloudfunc.api.wire.QueueSpec;
import java.io.IOException;
import java.util.HashMap;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

/**
 * A queue of the consuming connection alone: when that ends, the broker drops the queue and what is in it. A broker that
 * cannot be reached, or refuses, is an {@link org.springframework.amqp.AmqpException}.
 */
public final class ExclusiveQueue {

    private final BrokerConnections connections;
    private final QueueSpec spec;

    public ExclusiveQueue(BrokerConnections connections, QueueSpec spec) {
        this.connections = connections;
        this.spec = spec;
    }

    public String name() {
        return spec.name();
    }

    public void declare() {
        over(
                connections.consuming(),
                channel -> channel.queueDeclare(name(), false, true, false, new HashMap<>(spec.arguments())));
    }

    /** Whether it is there, and not of a connection before this one. */
    public boolean isOpen() {
        return answerOf(connections.consuming(), name()) == AMQP.REPLY_SUCCESS;
    }

    /** With what is in it. */
    public void delete() {
        over(connections.consuming(), channel -> channel.queueDelete(name()));
    }

    /** Whether the queue of that name is there, of whichever process. */
    public static boolean isThere(BrokerConnections connections, String name) {
        return answerOf(connections.publishing(), name) != AMQP.NOT_FOUND;
    }

    /** The code of a refusal that tells whether there is such a queue; of another refusal, an exception. */
    private static int answerOf(ConnectionFactory connections, String queue) {
        try {
            over(connections, channel -> channel.queueDeclarePassive(queue));
            return AMQP.REPLY_SUCCESS;
        } catch (AmqpIOException refused) {
            if (refused.getCause() instanceof IOException failed
                    && failed.getCause() instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close
                    && (close.getReplyCode() == AMQP.NOT_FOUND || close.getReplyCode() == AMQP.RESOURCE_LOCKED)) {
                return close.getReplyCode();
            }
            throw refused;
        }
    }

    /** Over a channel of its own, since a refusal closes it. */
    private static void over(ConnectionFactory connections, Deed deed) {
        try {
            var connection = requireNonNull(connections.createConnection().getDelegate());
            var channel = connection.openChannel().orElseThrow(() -> new IOException("no channel is left"));
            try {
                deed.doOver(channel);
            } finally {
                channel.abort();
            }
        } catch (IOException | ShutdownSignalException failed) {
            throw RabbitExceptionTranslator.convertRabbitAccessException(failed);
        }
    }

    @FunctionalInterface
    private interface Deed {
        void doOver(Channel channel) throws IOException;
    }
}
