package io.cloudfunc.spike;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Candidate (a): each function has a queue; how a worker learns of messages is the question. */
abstract class QueuePerFunction implements Topology {

    final Broker broker;
    final List<String> queues;
    final List<Connection> connections = new ArrayList<>();
    private final Publisher publisher;

    QueuePerFunction(Broker broker, List<String> queues) {
        this.broker = broker;
        this.queues = queues;
        this.publisher = new Publisher(connection());
    }

    final Connection connection() {
        var connection = broker.connect();
        connections.add(connection);
        return connection;
    }

    @Override
    public List<String> queues() {
        return queues;
    }

    @Override
    public void send(Call call) {
        publisher.publish(queues.get(call.function()), call.encode());
    }

    @Override
    public void close() {
        connections.forEach(Connection::abort);
    }

    /**
     * (a1) A worker subscribes to every queue. A message that comes while its slots are taken waits in the worker:
     * the broker knows nothing of slots.
     */
    static final class Subscribed extends QueuePerFunction {

        private static final int PREFETCH = 2;

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Subscribed(Broker broker, List<String> queues) {
            super(broker, queues);
        }

        @Override
        public String name() {
            return "(a1) queue per function, subscribed";
        }

        @Override
        public void start(Taken taken) {
            IntStream.range(0, Spike.WORKERS).forEach(worker -> subscribe(taken, new Semaphore(Spike.SLOTS, true)));
        }

        private void subscribe(Taken taken, Semaphore slots) {
            try {
                var channel = connection().createChannel();
                channel.basicQos(PREFETCH);
                for (var queue : queues) {
                    channel.basicConsume(queue, new DefaultConsumer(channel) {
                        @Override
                        public void handleDelivery(String tag, Envelope envelope, BasicProperties p, byte[] body) {
                            threads.submit(() -> inSlot(taken, slots, channel, envelope.getDeliveryTag(), body));
                        }
                    });
                }
            } catch (IOException lost) {
                throw new UncheckedIOException(lost);
            }
        }

        private static Object inSlot(Taken taken, Semaphore slots, Channel channel, long tag, byte[] body)
                throws Exception {
            slots.acquire();
            try {
                taken.run(Call.decode(body));
            } finally {
                slots.release();
            }
            synchronized (channel) {
                channel.basicAck(tag, false);
            }
            return null;
        }

        @Override
        public void close() {
            super.close();
            threads.shutdownNow();
        }
    }

    /** (a2) Each free slot walks the queues and asks each of them for a message. */
    static final class Polled extends QueuePerFunction {

        private final List<Thread> slots = new ArrayList<>();
        private volatile boolean stopped;

        Polled(Broker broker, List<String> queues) {
            super(broker, queues);
        }

        @Override
        public String name() {
            return "(a2) queue per function, polled by free slots";
        }

        @Override
        public void start(Taken taken) {
            for (var worker = 0; worker < Spike.WORKERS; worker++) {
                var connection = connection();
                for (var slot = 0; slot < Spike.SLOTS; slot++) {
                    var first = queues.size() * (worker * Spike.SLOTS + slot) / (Spike.WORKERS * Spike.SLOTS);
                    slots.add(Thread.ofVirtual().start(() -> walk(taken, connection, first)));
                }
            }
        }

        private void walk(Taken taken, Connection connection, int first) {
            try {
                var channel = connection.createChannel();
                for (var next = first; !stopped; next = (next + 1) % queues.size()) {
                    GetResponse message = channel.basicGet(queues.get(next), false);
                    if (message != null) {
                        taken.run(Call.decode(message.getBody()));
                        channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
                    }
                }
            } catch (IOException lost) {
                throw new UncheckedIOException(lost);
            }
        }

        @Override
        public void close() {
            stopped = true;
            try {
                for (var slot : slots) {
                    slot.join();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            super.close();
        }
    }
}
