package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.wire.QueueNames;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this installation uses the broker.
 *
 * @param prefix begins the name of every queue and exchange, so that installations can share a broker; default
 *     {@code cloudfunc}
 * @param declareOnlyOwn whether a worker declares nothing but its own queue, since its user may not, and waits for others to
 *     declare the rest; default no
 * @param ownQueues the namespaces whose tasks are in queues of their own, for workers that are assigned to them
 *     ({@code cloudfunc.worker.namespaces}); the same in all processes; default none
 */
@ConfigurationProperties("cloudfunc.broker")
public record BrokerSettings(
        @DefaultValue("cloudfunc") String prefix,
        boolean declareOnlyOwn,
        @DefaultValue Set<String> ownQueues) {

    public BrokerSettings {
        ownQueues = Set.copyOf(ownQueues);
        names(prefix, ownQueues);
    }

    public QueueNames names() {
        return names(prefix, ownQueues);
    }

    private static QueueNames names(String prefix, Set<String> ownQueues) {
        return new QueueNames(prefix, Namespace.allOf(ownQueues));
    }
}
