package io.cloudfunc.invoker.router;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.ShutdownSignalException;
import io.cloudfunc.api.wire.QueueNames;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The name is kept in the database and, as an empty durable queue, in the broker. A broker that does not know it has
 * lost its data, and gets a new one. It is asked again after each loss of the connection.
 */
final class RabbitIncarnations implements Incarnations, ConnectionListener {

    private final RabbitTemplate broker;
    private final QueueNames names;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate apart;
    private volatile @Nullable String known;

    /** @param apart a transaction of its own, whatever the caller's does */
    RabbitIncarnations(RabbitTemplate broker, QueueNames names, JdbcTemplate jdbc, TransactionTemplate apart) {
        this.broker = broker;
        this.names = names;
        this.jdbc = jdbc;
        this.apart = apart;
    }

    @Override
    public String current() {
        var name = known;
        return name != null ? name : ask();
    }

    private synchronized String ask() {
        var name = requireNonNull(apart.execute(transaction -> nameInUse()));
        known = name;
        return name;
    }

    private String nameInUse() {
        var stored = lockedName();
        return isKnown(stored) ? stored : renamed();
    }

    /** Only that there is no such queue tells of a loss; a broker that is away, or refuses for another reason, does not. */
    private boolean isKnown(String name) {
        try {
            broker.execute(channel -> channel.queueDeclarePassive(names.incarnation(name)));
            return true;
        } catch (AmqpException refused) {
            if (refused.getCause() instanceof IOException failed
                    && failed.getCause() instanceof ShutdownSignalException signal
                    && RabbitUtils.isPassiveDeclarationChannelClose(signal)) {
                return false;
            }
            throw refused;
        }
    }

    /** One router at a time. */
    private String lockedName() {
        return one("select name::text from router_incarnation for update");
    }

    private String renamed() {
        var name = one("update router_incarnation set name = gen_random_uuid() returning name::text");
        broker.execute(channel -> channel.queueDeclare(names.incarnation(name), true, false, false, Map.of()));
        return name;
    }

    private String one(String sql) {
        return requireNonNull(jdbc.queryForObject(sql, String.class));
    }

    @Override
    public void onCreate(@Nullable Connection connection) {
        known = null;
    }

    @Override
    public void onShutDown(ShutdownSignalException signal) {
        known = null;
    }
}
