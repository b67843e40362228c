package io.cloudfunc.spike;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidate (b): the router keeps the backlog and sends at most so many calls of a function at a time. Each slot is a
 * channel with one message in hand, on the one queue of the pool or on that of its worker. The backlog is in memory
 * here: what PostgreSQL adds is the same for both.
 */
final class BacklogAndPool implements Topology {

    private final Broker broker;
    private final String name;
    private final List<String> queues;
    private final List<Connection> connections = new ArrayList<>();
    private final Publisher publisher;
    private final Map<Integer, Integer> inFlight = new HashMap<>();
    private final Map<Integer, Deque<Call>> backlog = new HashMap<>();
    private final int[] atWorker;

    /** @param queues one for all workers, or one for each */
    BacklogAndPool(Broker broker, String name, List<String> queues) {
        this.broker = broker;
        this.name = name;
        this.queues = queues;
        this.atWorker = new int[queues.size()];
        this.publisher = new Publisher(connection());
    }

    private Connection connection() {
        var connection = broker.connect();
        connections.add(connection);
        return connection;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> queues() {
        return queues;
    }

    @Override
    public void start(Taken taken) {
        for (var worker = 0; worker < Spike.WORKERS; worker++) {
            var connection = connection();
            for (var slot = 0; slot < Spike.SLOTS; slot++) {
                take(taken, connection, worker % queues.size());
            }
        }
    }

    private void take(Taken taken, Connection connection, int queue) {
        try {
            var channel = connection.createChannel();
            channel.basicQos(1);
            channel.basicConsume(queues.get(queue), new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties p, byte[] body)
                        throws IOException {
                    var call = Call.decode(body);
                    taken.run(call);
                    channel.basicAck(envelope.getDeliveryTag(), false);
                    ended(call.function(), queue);
                }
            });
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    @Override
    public synchronized void send(Call call) {
        if (inFlight.getOrDefault(call.function(), 0) < Spike.AT_ONCE) {
            publish(call);
        } else {
            backlog.computeIfAbsent(call.function(), function -> new ArrayDeque<>()).add(call);
        }
    }

    private void publish(Call call) {
        var queue = leastBusy();
        atWorker[queue]++;
        inFlight.merge(call.function(), 1, Integer::sum);
        publisher.publish(queues.get(queue), call.encode());
    }

    private int leastBusy() {
        var least = 0;
        for (var queue = 1; queue < atWorker.length; queue++) {
            least = atWorker[queue] < atWorker[least] ? queue : least;
        }
        return least;
    }

    private synchronized void ended(int function, int queue) {
        atWorker[queue]--;
        inFlight.merge(function, -1, Integer::sum);
        var waiting = backlog.get(function);
        if (waiting != null && !waiting.isEmpty()) {
            publish(waiting.remove());
        }
    }

    @Override
    public void close() {
        connections.forEach(Connection::abort);
    }
}
