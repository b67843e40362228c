package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;

/**
 * Declares what routers and workers use: the shared queues, the ways to them, the fan-out to all workers, and in a worker
 * its own control queue. Declaring what is there changes nothing.
 */
public final class BrokerTopology {

    private final QueueNames names;
    private final Optional<WorkerId> worker;
    private final boolean shared;

    private BrokerTopology(QueueNames names, Optional<WorkerId> worker, boolean shared) {
        this.names = names;
        this.worker = worker;
        this.shared = shared;
    }

    /** What every process needs. */
    public static BrokerTopology shared(QueueNames names) {
        return new BrokerTopology(names, Optional.empty(), true);
    }

    /** With the worker's own control queue as well. */
    public static BrokerTopology of(QueueNames names, WorkerId worker) {
        return new BrokerTopology(names, Optional.of(worker), true);
    }

    /** Nothing but the worker's own control queue, for one whose user may declare no other: it waits for who may. */
    public static BrokerTopology ofNothingBut(QueueNames names, WorkerId worker) {
        return new BrokerTopology(names, Optional.of(worker), false);
    }

    public QueueNames names() {
        return names;
    }

    void declare(AmqpAdmin admin) {
        var toAllWorkers = new FanoutExchange(names.controlOfAll());
        if (shared) {
            admin.declareExchange(toAllWorkers);
            declareShared(admin);
        }
        worker.ifPresent(id -> {
            var control = queue(QueueSpec.controlOf(names, id));
            admin.declareQueue(control);
            admin.declareBinding(BindingBuilder.bind(control).to(toAllWorkers));
        });
    }

    /** Where a router hears what workers say of themselves. */
    public void declareWorkersAt(UUID router, AmqpAdmin admin) {
        var heard = queue(QueueSpec.workersAt(names, router));
        admin.declareQueue(heard);
        names.exchangesFromWorkers()
                .forEach(exchange -> admin.declareBinding(BindingBuilder.bind(heard)
                        .to(new DirectExchange(exchange))
                        .with(names.workers())));
    }

    private void declareShared(AmqpAdmin admin) {
        QueueSpec.shared(names).forEach(spec -> admin.declareQueue(queue(spec)));
        names.exchangesFromWorkers().forEach(exchange -> declareFromWorkers(admin, new DirectExchange(exchange)));
        var buried = new FanoutExchange(names.buried());
        admin.declareExchange(buried);
        admin.declareBinding(BindingBuilder.bind(new Queue(names.deadLetters())).to(buried));
    }

    private void declareFromWorkers(AmqpAdmin admin, DirectExchange exchange) {
        admin.declareExchange(exchange);
        QueueSpec.fromWorkers(names)
                .forEach(name -> admin.declareBinding(
                        BindingBuilder.bind(new Queue(name)).to(exchange).with(name)));
    }

    private static Queue queue(QueueSpec spec) {
        Map<String, @Nullable Object> arguments = new HashMap<>(spec.arguments());
        return new Queue(spec.name(), true, false, false, arguments);
    }
}
