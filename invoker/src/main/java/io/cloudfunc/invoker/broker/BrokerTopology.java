package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;

/**
 * Declares what routers and workers use: the shared queues, the fan-out to all workers, and in a worker its own control
 * queue. Declaring what is there changes nothing.
 */
public final class BrokerTopology {

    private final QueueNames names;
    private final Optional<WorkerId> worker;

    private BrokerTopology(QueueNames names, Optional<WorkerId> worker) {
        this.names = names;
        this.worker = worker;
    }

    /** What every process needs. */
    public static BrokerTopology shared(QueueNames names) {
        return new BrokerTopology(names, Optional.empty());
    }

    /** With the worker's own control queue as well. */
    public static BrokerTopology of(QueueNames names, WorkerId worker) {
        return new BrokerTopology(names, Optional.of(worker));
    }

    public QueueNames names() {
        return names;
    }

    void declare(AmqpAdmin admin) {
        QueueSpec.shared(names).forEach(spec -> admin.declareQueue(queue(spec)));
        var toAllWorkers = new FanoutExchange(names.controlOfAll());
        admin.declareExchange(toAllWorkers);
        worker.ifPresent(id -> {
            var control = queue(QueueSpec.controlOf(names, id));
            admin.declareQueue(control);
            admin.declareBinding(BindingBuilder.bind(control).to(toAllWorkers));
        });
    }

    private static Queue queue(QueueSpec spec) {
        Map<String, @Nullable Object> arguments = new HashMap<>(spec.arguments());
        return new Queue(spec.name(), true, false, false, arguments);
    }
}
