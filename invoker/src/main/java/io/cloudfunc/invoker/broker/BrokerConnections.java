package io.cloudfunc.invoker.broker;

import com.rabbitmq.client.ShutdownSignalException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/**
 * The connections of a router or worker: one to publish and one to consume, so that a broker that holds back publishers
 * does not hold back acknowledgements. The topology is declared anew whenever one of them is made.
 */
public final class BrokerConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnections.class);

    private final CachingConnectionFactory publishing;
    private final CachingConnectionFactory consuming;
    private final BlockedPublishing blocked = new BlockedPublishing();

    /** @param configured makes factories that know where the broker is */
    public BrokerConnections(Supplier<CachingConnectionFactory> configured, BrokerTopology topology) {
        publishing = connecting(configured, topology, "publishing");
        publishing.setPublisherConfirmType(ConfirmType.CORRELATED);
        publishing.setPublisherReturns(true);
        publishing.addConnectionListener(blocked);
        consuming = connecting(configured, topology, "consuming");
        consuming.setPublisherConfirmType(ConfirmType.NONE);
        consuming.setPublisherReturns(false);
        consuming.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** With correlated confirms and returns. */
    public ConnectionFactory publishing() {
        return publishing;
    }

    /** Calls its listeners on virtual threads, so that they may block, each its own channel. */
    public ConnectionFactory consuming() {
        return consuming;
    }

    /** Whether the broker answers; connects if there is no connection. */
    public boolean isReachable() {
        try {
            return publishing.createConnection().isOpen()
                    && consuming.createConnection().isOpen();
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** Why the broker holds back what is published, if it does: it is short of memory or disk. */
    Optional<String> blockedBecause() {
        return blocked.because(publishing);
    }

    @Override
    public void close() {
        consuming.destroy();
        publishing.destroy();
    }

    private static CachingConnectionFactory connecting(
            Supplier<CachingConnectionFactory> configured, BrokerTopology topology, String purpose) {
        var factory = configured.get();
        factory.setConnectionNameStrategy(named -> "cloudfunc " + purpose);
        factory.addConnectionListener(new Declaring(new RabbitAdmin(factory), topology, purpose));
        return factory;
    }

    private record Declaring(AmqpAdmin admin, BrokerTopology topology, String purpose) implements ConnectionListener {

        @Override
        public void onCreate(@Nullable Connection connection) {
            topology.declare(admin);
            LOG.info("Connected to the broker for {}", purpose);
        }

        @Override
        public void onShutDown(ShutdownSignalException signal) {
            if (!signal.isInitiatedByApplication()) {
                LOG.warn("Connection to the broker for {} lost, it will be made again", purpose);
            }
        }
    }
}
