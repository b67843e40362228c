package io.cloudfunc.spike;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Publishes persistent messages, pipelined; order is that of the calls. Safe for use by many threads. */
final class Publisher {

    private final Channel channel;

    Publisher(Connection connection) {
        try {
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    synchronized void publish(String queue, byte[] message) {
        try {
            channel.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, message);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
