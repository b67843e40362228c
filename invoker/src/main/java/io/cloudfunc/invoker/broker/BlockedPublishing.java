package io.cloudfunc.invoker.broker;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * Knows whether the broker holds back publishers, as it does while it is short of memory or disk. It tells a connection
 * only after that has published.
 */
final class BlockedPublishing implements ConnectionListener, BlockedListener {

    private static final Logger LOG = LoggerFactory.getLogger(BlockedPublishing.class);

    private volatile @Nullable String reason;

    /** Publishes a message to nobody, so that the broker tells by the time of the next question. */
    Optional<String> because(ConnectionFactory publishing) {
        var known = reason;
        if (known == null) {
            publishToNobody(publishing);
        }
        return Optional.ofNullable(reason);
    }

    private static void publishToNobody(ConnectionFactory publishing) {
        try (var channel = publishing.createConnection().createChannel(false)) {
            channel.basicPublish("", "", null, new byte[0]);
        } catch (Exception unreachable) {
            LOG.debug("The broker does not take a message to nobody", unreachable);
        }
    }

    @Override
    public void onCreate(@Nullable Connection connection) {
        reason = null;
        if (connection != null) {
            connection.addBlockedListener(this);
        }
    }

    @Override
    public void onShutDown(ShutdownSignalException signal) {
        reason = null;
    }

    @Override
    public void handleBlocked(String why) {
        LOG.warn(
                "The broker holds back what is published ({}); calls wait in the event store until it does no more",
                why);
        reason = why;
    }

    @Override
    public void handleUnblocked() {
        LOG.info("The broker takes messages again");
        reason = null;
    }
}
