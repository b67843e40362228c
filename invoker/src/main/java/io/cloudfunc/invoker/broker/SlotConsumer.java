package io.cloudfunc.invoker.broker;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Takes messages of a queue into a number of slots. Each slot is a channel of its own with one message at a time, on a
 * virtual thread: so the broker hands a message only to a slot that is free now, whatever befalls a channel befalls one
 * message, and one that takes long can be finished while no more are taken.
 *
 * <p>Whenever all slots are taken, more are opened, up to a limit: what takes long or waits must not hold up what is
 * behind it. They are never fewer again, since one that is closed gives back what it has in hand.
 *
 * <p>Of all who take messages of the queue, the broker asks those first whose slots come first: each further slot of a
 * consumer has a lower priority, by a step of its own. So who has least of this queue in hand, measured by its step, gets
 * the next one.
 *
 * <p>When the connection is lost, what is in hand goes on, but the broker delivers it again, here or elsewhere.
 */
public final class SlotConsumer {

    /** Below the number of channels that one connection to a broker may have. */
    public static final int MOST_SLOTS = 1_000;

    /** So that no priority is beyond what an integer can be. */
    public static final int MOST_STEP = 2_000_000;

    private static final String PRIORITY = "x-priority";
    private static final int SLOTS_AT_ONCE = 16;
    private static final Logger LOG = LoggerFactory.getLogger(SlotConsumer.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration UNTIL_PAUSED = Duration.ofMillis(500);

    private enum State {
        STOPPED,
        TAKING,
        PAUSING,
        PAUSED
    }

    private final String queue;
    private final DirectMessageListenerContainer slots;
    private final ReentrantLock pausing = new ReentrantLock();
    private final ReentrantLock growing = new ReentrantLock();
    private final int most;
    private final AtomicInteger wanted;
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final int step;
    private volatile int opened;
    private volatile State state = State.STOPPED;

    static {
        // It logs every slot that comes or goes, as errors or not; connections are logged where they are made.
        LoggingSystem.get(SlotConsumer.class.getClassLoader()).setLogLevel(Slots.class.getName(), LogLevel.OFF);
    }

    /** Has always so many slots. */
    public SlotConsumer(BrokerConnections connections, String queue, int count, MessageHandler handler) {
        this(connections, queue, count, count, 1, handler);
    }

    /**
     * @param count slots to begin with
     * @param most slots that it opens in all, from {@code count} to {@value #MOST_SLOTS}
     * @param step how much a message in hand weighs here, beside those of other consumers; 1 to {@value #MOST_STEP}
     */
    public SlotConsumer(
            BrokerConnections connections, String queue, int count, int most, int step, MessageHandler handler) {
        this.queue = queue;
        this.most = most;
        this.step = step;
        wanted = new AtomicInteger(count);
        opened = count;
        slots = new Slots(connections.consuming(), this::priorityOfNext);
        slots.setQueueNames(queue);
        slots.setConsumersPerQueue(count);
        slots.setPrefetchCount(1);
        slots.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        slots.setMessageListener(
                (ChannelAwareMessageListener) (message, channel) -> take(handler, message, requireNonNull(channel)));
        slots.setMissingQueuesFatal(false);
        slots.setPossibleAuthenticationFailureFatal(false);
        slots.setFailedDeclarationRetryInterval(RETRY.toMillis());
        slots.setMonitorInterval(RETRY.toMillis());
        slots.setRecoveryInterval(RETRY.toMillis());
        slots.setListenerId(queue);
        slots.afterPropertiesSet();
    }

    /** Returns at once; without a broker it goes on trying. */
    public void start() {
        state = State.TAKING;
        slots.start();
        LOG.info("Taking messages of {}", queue);
    }

    /** Takes no more; what is in hand goes on and may take until the limit. Afterwards the broker has it back. */
    public void stop(Duration limit) {
        state = State.STOPPED;
        slots.setForceCloseChannel(true);
        slots.setShutdownTimeout(limit.toMillis());
        slots.stop();
        LOG.info("Taking no more messages of {}", queue);
    }

    public boolean isPaused() {
        return state == State.PAUSED;
    }

    /** Whether it could take another message now. */
    public boolean hasRoom() {
        return inHand.get() < most;
    }

    public boolean hasNothingInHand() {
        return inHand.get() == 0;
    }

    /** Takes messages again after a pause. */
    public void resume() {
        if (isPaused()) {
            start();
        }
    }

    /** One that is opened in the place of one that was lost may have another's priority, until they are all opened anew. */
    private int priorityOfNext() {
        return -step * (begun.getAndIncrement() % wanted.get());
    }

    private void growIfAllAreTaken(int taken) {
        var before = wanted.getAndUpdate(now -> taken < now ? now : Math.min(now + SLOTS_AT_ONCE, most));
        if (taken >= before && before < most) {
            Thread.ofVirtual().name("slots").start(this::grow);
        }
    }

    private void grow() {
        growing.lock();
        try {
            var count = wanted.get();
            slots.setConsumersPerQueue(count);
            opened = count;
        } catch (RuntimeException stopped) {
            wanted.set(opened);
            LOG.debug("No more slots now, next try when all of {} are taken again", queue, stopped);
        } finally {
            growing.unlock();
        }
    }

    /** When it returns, no more is taken. What is in hand goes on. */
    private void pause() {
        pausing.lock();
        try {
            if (state == State.TAKING) {
                LOG.warn("Taking no messages of {} for now", queue);
                state = State.PAUSING;
                slots.setForceCloseChannel(false);
                slots.setShutdownTimeout(UNTIL_PAUSED.toMillis());
                slots.stop(this::paused);
            }
        } finally {
            pausing.unlock();
        }
    }

    private void paused() {
        if (state == State.PAUSING) {
            state = State.PAUSED;
        }
    }

    private void take(MessageHandler handler, Message message, Channel channel) {
        growIfAllAreTaken(inHand.incrementAndGet());
        try {
            deal(handler, message, channel);
        } finally {
            inHand.decrementAndGet();
        }
    }

    private void deal(MessageHandler handler, Message message, Channel channel) {
        var properties = message.getMessageProperties();
        var verdict =
                verdict(handler, new Delivery(message.getBody(), Boolean.TRUE.equals(properties.isRedelivered())));
        if (verdict == Verdict.GIVE_BACK_AND_PAUSE) {
            pause();
        }
        try {
            settle(verdict, channel, properties.getDeliveryTag());
        } catch (IOException | RuntimeException lost) {
            LOG.debug("The channel of a message was lost, it will be delivered again", lost);
        }
    }

    private Verdict verdict(MessageHandler handler, Delivery delivery) {
        try {
            return handler.handle(delivery);
        } catch (RuntimeException unexpected) {
            LOG.error("A message of {} could not be dealt with and goes back", queue, unexpected);
            return Verdict.GIVE_BACK;
        }
    }

    private static void settle(Verdict verdict, Channel channel, long tag) throws IOException {
        switch (verdict) {
            case DONE -> channel.basicAck(tag, false);
            case GIVE_BACK, GIVE_BACK_AND_PAUSE -> channel.basicNack(tag, false, true);
            case DEAD_LETTER -> channel.basicReject(tag, false);
        }
    }

    /** Has a name of its own to be logged by, and slots with priorities of their own. */
    private static final class Slots extends DirectMessageListenerContainer {

        private final IntSupplier priorityOfNext;

        Slots(ConnectionFactory connections, IntSupplier priorityOfNext) {
            super(connections);
            this.priorityOfNext = priorityOfNext;
        }

        /** Asked for once for each slot that is opened. */
        @Override
        public Map<String, Object> getConsumerArguments() {
            return Map.of(PRIORITY, priorityOfNext.getAsInt());
        }
    }
}
