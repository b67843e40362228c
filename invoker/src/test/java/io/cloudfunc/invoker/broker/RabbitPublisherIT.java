package io.cloudfunc.invoker.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.MessageDeliveryMode;

class RabbitPublisherIT {

    private final TestBroker broker = new TestBroker();
    private final BrokerProxy proxy = new BrokerProxy();
    private final BrokerConnections connections = broker.connections(proxy.uri());
    private final RabbitPublisher publisher = new RabbitPublisher(connections);
    private final String queue = broker.names().tasks();

    @AfterEach
    void close() throws Exception {
        publisher.close();
        connections.close();
        proxy.close();
        broker.close();
    }

    @Test
    void a_confirmed_message_is_persistent_in_its_queue() {
        publish("hello").join();

        var message = broker.receive(queue);
        assertThat(message.getBody()).asString(UTF_8).isEqualTo("hello");
        assertThat(message.getMessageProperties().getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
    }

    @Test
    void messages_keep_their_order_and_are_confirmed_pipelined() {
        var all = IntStream.range(0, 500)
                .mapToObj(number -> publish(String.valueOf(number)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();

        for (var number = 0; number < 500; number++) {
            assertThat(broker.receive(queue).getBody()).asString(UTF_8).isEqualTo(String.valueOf(number));
        }
    }

    @Test
    void a_message_for_no_queue_is_not_published() {
        var sent = publisher.publish("", "no-such-queue", new byte[0]);

        assertThatThrownBy(sent::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("no-such-queue");
    }

    @Test
    void a_message_to_all_workers_reaches_the_queue_of_each() {
        publisher
                .publish(broker.names().controlOfAll(), "", "all".getBytes(UTF_8))
                .join();

        assertThat(broker.receive(broker.names().controlOf(TestBroker.WORKER)).getBody())
                .asString(UTF_8)
                .isEqualTo("all");
    }

    @Test
    void without_a_broker_a_message_fails_soon() {
        proxy.goAway();

        assertThatThrownBy(() -> publish("lost").get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(UnconfirmedException.class);
    }

    @Test
    void publishes_again_when_the_broker_is_back() {
        publish("before").join();
        proxy.goAway();
        assertThatThrownBy(() -> publish("lost").get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(UnconfirmedException.class);

        proxy.comeBack();

        await().untilAsserted(() ->
                assertThat(publish("after").get(10, TimeUnit.SECONDS)).isNull());
    }

    @Test
    void a_closed_publisher_says_so() {
        publisher.close();

        assertThatThrownBy(() -> publish("late").get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(UnconfirmedException.class)
                .hasMessageContaining("closed");
    }

    private CompletableFuture<Void> publish(String text) {
        return publisher.publish("", queue, text.getBytes(UTF_8));
    }
}
