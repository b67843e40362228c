package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.wire.QueueNames;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this installation uses the broker.
 *
 * @param prefix begins the name of every queue and exchange, so that installations can share a broker; default
 *     {@code cloudfunc}
 * @param declareOnlyOwn whether a worker declares nothing but its own queue, since its user may not, and waits for others to
 *     declare the rest; default no
 */
@ConfigurationProperties("cloudfunc.broker")
public record BrokerSettings(@DefaultValue("cloudfunc") String prefix, boolean declareOnlyOwn) {

    public BrokerSettings {
        new QueueNames(prefix);
    }

    public QueueNames names() {
        return new QueueNames(prefix);
    }
}
