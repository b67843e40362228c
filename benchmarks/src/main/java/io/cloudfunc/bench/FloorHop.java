package io.cloudfunc.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** One durable quorum queue: published to with pipelined confirms, consumed with acknowledgements. */
final class FloorHop {

    private static final int PREFETCH = 128;

    private final String queue;
    private final Channel publishing;
    private final Channel consuming;
    private final Map<String, Floor.Call> calls = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Runnable> unconfirmed = new ConcurrentSkipListMap<>();

    FloorHop(Connection broker, String queue) throws IOException {
        this.queue = queue;
        publishing = broker.createChannel();
        publishing.queueDelete(queue);
        publishing.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        publishing.confirmSelect();
        publishing.addConfirmListener(this::confirmed, (tag, multiple) -> {
            throw new IOException("the broker refused a message for " + queue);
        });
        consuming = broker.createChannel();
        consuming.basicQos(PREFETCH);
    }

    /** @param onConfirm once the broker has the message on disk */
    void publish(Floor.Call call, Runnable onConfirm) {
        var id = call.id().toString();
        calls.put(id, call);
        try {
            synchronized (publishing) {
                unconfirmed.put(publishing.getNextPublishSeqNo(), onConfirm);
                publishing.basicPublish(
                        "",
                        queue,
                        MessageProperties.MINIMAL_PERSISTENT_BASIC
                                .builder()
                                .messageId(id)
                                .build(),
                        call.input());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void confirmed(long tag, boolean multiple) {
        var confirmed = multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
        confirmed.values().forEach(Runnable::run);
        confirmed.clear();
    }

    void consume(Floor.Step step) throws IOException {
        consuming.basicConsume(queue, false, new DefaultConsumer(consuming) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                step.accept(Objects.requireNonNull(calls.remove(properties.getMessageId()))
                        .with(body, () -> acknowledge(envelope.getDeliveryTag())));
            }
        });
    }

    private void acknowledge(long tag) {
        try {
            consuming.basicAck(tag, false);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void delete() throws IOException {
        publishing.queueDelete(queue);
    }
}
