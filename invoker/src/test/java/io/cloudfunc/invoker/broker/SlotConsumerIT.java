package io.cloudfunc.invoker.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;

class SlotConsumerIT {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final TestBroker broker = new TestBroker();
    private final BrokerProxy proxy = new BrokerProxy();
    private final BrokerConnections connections = broker.connections(proxy.uri());
    private final BrokerConnections others = broker.connections();
    private final String queue = broker.names().tasks();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        mayEnd.countDown();
        connections.close();
        others.close();
        proxy.close();
        broker.close();
    }

    @Test
    void what_is_done_is_gone() {
        send("a", "b", "c");

        var consumer = started(2, delivery -> take(delivery, Verdict.DONE));

        await().until(() -> taken.size() == 3);
        consumer.stop(LONG);
        assertThat(broker.waiting(queue)).isZero();
    }

    @Test
    void holds_no_more_messages_than_it_has_slots() {
        send("a", "b", "c", "d");
        started(2, this::takeUntilReleased);

        await().until(() -> taken.size() == 2);

        assertThat(broker.waiting(queue)).isEqualTo(2);
    }

    @Test
    void has_more_slots_whenever_all_are_taken() {
        send(texts(40));

        growing(2, 1_000).start();

        await().until(() -> taken.size() == 40);
        assertThat(broker.waiting(queue)).isZero();
    }

    @Test
    void has_no_more_slots_than_it_may() {
        send(texts(40));

        growing(2, 20).start();

        await().until(() -> taken.size() == 20);
        assertThat(broker.waiting(queue)).isEqualTo(20);
    }

    @Test
    void keeps_the_slots_that_it_has_grown_through_a_pause() {
        var consumer = new SlotConsumer(
                connections,
                queue,
                2,
                18,
                1,
                delivery -> textOf(delivery).equals("not now")
                        ? take(delivery, Verdict.GIVE_BACK_AND_PAUSE)
                        : takeUntilReleased(delivery));
        consumer.start();
        send(texts(2));
        await().until(() -> taken.size() == 2);
        send("not now");
        await().until(consumer::isPaused);

        send(texts(17));
        consumer.resume();

        await().until(() -> taken.size() == 2 + 1 + 1 + 17);
        assertThat(broker.waiting(queue)).isZero();
    }

    @Test
    void a_message_goes_to_whoever_has_a_free_slot() {
        started(1, this::takeUntilReleased);
        send("slow");
        await().until(() -> taken.contains("slow"));
        new SlotConsumer(others, queue, 1, delivery -> take(delivery, Verdict.DONE)).start();

        send("quick", "also quick");

        await().until(() -> taken.size() == 3);
    }

    @Test
    void a_message_goes_to_whom_the_fewest_are_in_hand() {
        var shares = sharesOf(12, 1, 1);

        assertThat(shares).containsExactly(6, 6);
    }

    @Test
    void who_has_three_times_the_weight_has_a_third_in_hand() {
        var shares = sharesOf(12, 1, 3);

        assertThat(shares).containsExactly(9, 3);
    }

    @Test
    void what_nobody_can_do_becomes_a_dead_letter_that_says_where_it_was() {
        started(1, delivery -> take(delivery, Verdict.DEAD_LETTER));

        send("poison");

        var letter = broker.receive(broker.names().deadLetters());
        assertThat(letter.getBody()).asString(UTF_8).isEqualTo("poison");
        assertThat(deathOf(letter)).containsEntry("queue", queue).containsEntry("reason", "rejected");
    }

    @Test
    void what_comes_back_too_often_becomes_a_dead_letter() {
        started(1, delivery -> take(delivery, Verdict.GIVE_BACK));

        send("boomerang");

        await().atMost(LONG.multipliedBy(6))
                .until(() -> broker.waiting(broker.names().deadLetters()) == 1);
        var letter = broker.receive(broker.names().deadLetters());
        assertThat(deathOf(letter)).containsEntry("reason", "delivery_limit");
        assertThat(taken).hasSize(2_001);
    }

    /** The broker gives what a dead slot had in hand to the next one of the same process, which it does not know to be dead. */
    @Test
    void what_was_in_hand_of_lost_workers_with_many_slots_is_delivered_again() throws Exception {
        send("in hand");
        for (var lost = 0; lost < 6; lost++) {
            loseWorkerWithOneInHand();
        }

        started(4, delivery -> take(delivery, Verdict.DONE));

        await().until(() -> taken.contains("in hand, redelivered"));
    }

    @Test
    void an_unexpected_failure_gives_the_message_back() {
        var tries = new AtomicInteger();
        started(1, delivery -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("bug");
            }
            return take(delivery, Verdict.DONE);
        });

        send("again");

        await().until(() -> taken.contains("again, redelivered"));
    }

    @Test
    void takes_nothing_while_it_is_paused() {
        var consumer = started(4, delivery -> take(delivery, Verdict.GIVE_BACK_AND_PAUSE));

        send("not now");

        await().until(consumer::isPaused);
        assertThat(broker.waiting(queue)).isEqualTo(1);
        assertThat(taken).hasSize(1);
    }

    @Test
    void takes_again_when_it_is_resumed() {
        var engineIsThere = new AtomicInteger();
        var consumer = started(
                4, delivery -> take(delivery, engineIsThere.get() == 0 ? Verdict.GIVE_BACK_AND_PAUSE : Verdict.DONE));
        send("not now");
        await().until(consumer::isPaused);

        engineIsThere.set(1);
        consumer.resume();

        await().until(() -> taken.contains("not now, redelivered"));
        consumer.stop(LONG);
        assertThat(broker.waiting(queue)).isZero();
    }

    @Test
    void what_is_in_hand_is_finished_during_a_pause() {
        var consumer = started(
                4,
                delivery -> textOf(delivery).startsWith("slow")
                        ? takeUntilReleased(delivery)
                        : take(delivery, Verdict.GIVE_BACK_AND_PAUSE));
        send("slow");
        await().until(() -> taken.contains("slow"));
        send("not now");
        await().until(consumer::isPaused);

        mayEnd.countDown();

        var next = new SlotConsumer(others, queue, 4, delivery -> take(delivery, Verdict.DONE));
        next.start();
        await().until(() -> taken.contains("not now, redelivered"));
        next.stop(LONG);
        assertThat(broker.waiting(queue)).isZero();
        assertThat(taken).doesNotContain("slow, redelivered");
    }

    @Test
    void what_is_in_hand_may_be_finished_while_it_stops() {
        var consumer = started(2, this::takeUntilReleased);
        send("slow");
        await().until(() -> taken.contains("slow"));

        var stopping = CompletableFuture.runAsync(() -> consumer.stop(LONG));
        send("too late");
        mayEnd.countDown();
        stopping.join();

        new SlotConsumer(others, queue, 1, delivery -> take(delivery, Verdict.DONE)).start();
        await().until(() -> taken.stream().anyMatch(text -> text.startsWith("too late")));
        assertThat(taken).doesNotContain("slow, redelivered");
    }

    @Test
    void what_takes_longer_than_the_limit_goes_back_when_it_stops() {
        var consumer = started(2, this::takeUntilReleased);
        send("slow");
        await().until(() -> taken.contains("slow"));

        consumer.stop(Duration.ofMillis(100));

        new SlotConsumer(others, queue, 1, delivery -> take(delivery, Verdict.DONE)).start();
        await().until(() -> taken.contains("slow, redelivered"));
    }

    @Test
    void takes_again_when_the_broker_is_back() {
        started(2, delivery -> take(delivery, Verdict.DONE));
        send("before");
        await().until(() -> taken.contains("before"));
        proxy.goAway();
        send("meanwhile");

        proxy.comeBack();

        // Redelivered if the broker had handed it to the lost connection before it noticed.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> taken.stream().anyMatch(text -> text.startsWith("meanwhile")));
    }

    @Test
    void starts_without_a_broker_and_takes_when_it_comes() {
        proxy.goAway();
        started(2, delivery -> take(delivery, Verdict.DONE));
        send("early");

        proxy.comeBack();

        await().atMost(Duration.ofSeconds(20)).until(() -> taken.contains("early"));
    }

    private SlotConsumer growing(int slots, int most) {
        return new SlotConsumer(connections, queue, slots, most, 1, this::takeUntilReleased);
    }

    /** Of so many messages, how many each of two consumers with those steps has in hand. */
    private List<Integer> sharesOf(int messages, int step, int stepOfOther) {
        var slots = 16;
        var first = new AtomicInteger();
        var second = new AtomicInteger();
        new SlotConsumer(connections, queue, slots, slots, step, counting(first)).start();
        new SlotConsumer(others, queue, slots, slots, stepOfOther, counting(second)).start();
        await().until(() -> broker.consumers(queue) == 2 * slots);

        send(texts(messages));

        await().until(() -> taken.size() == messages);
        return List.of(first.get(), second.get());
    }

    private MessageHandler counting(AtomicInteger count) {
        return delivery -> {
            count.incrementAndGet();
            return takeUntilReleased(delivery);
        };
    }

    private void loseWorkerWithOneInHand() throws Exception {
        try (var way = new BrokerProxy();
                var worker = broker.connections(way.uri())) {
            var inHand = new CountDownLatch(1);
            new SlotConsumer(worker, queue, 128, delivery -> {
                        inHand.countDown();
                        return takeUntilReleased(new Delivery("lost".getBytes(UTF_8), false));
                    })
                    .start();
            await().until(() -> inHand.getCount() == 0 && broker.consumers(queue) == 128);
            way.goAway();
            await().until(() -> broker.consumers(queue) == 0);
        }
    }

    private SlotConsumer started(int slots, MessageHandler handler) {
        var consumer = new SlotConsumer(connections, queue, slots, handler);
        consumer.start();
        return consumer;
    }

    private Verdict take(Delivery delivery, Verdict verdict) {
        taken.add(textOf(delivery));
        return verdict;
    }

    private Verdict takeUntilReleased(Delivery delivery) {
        taken.add(textOf(delivery));
        try {
            mayEnd.await();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Verdict.DONE;
    }

    private static String textOf(Delivery delivery) {
        return new String(delivery.body(), UTF_8) + (delivery.redelivered() ? ", redelivered" : "");
    }

    private static String[] texts(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private void send(String... texts) {
        for (var text : texts) {
            broker.send(queue, text.getBytes(UTF_8));
        }
    }

    private static Map<String, Object> deathOf(Message letter) {
        return Map.copyOf(letter.getMessageProperties().getXDeathHeader().getFirst());
    }
}
