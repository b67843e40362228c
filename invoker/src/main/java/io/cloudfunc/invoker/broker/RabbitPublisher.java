package io.cloudfunc.invoker.broker;

import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes from one thread over one channel, so that messages keep their order and confirms come back pipelined. The
 * template by itself takes a channel per message while confirms are outstanding, which gives neither.
 */
public final class RabbitPublisher implements ConfirmedPublisher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitPublisher.class);
    private static final Publication END = new Publication("", "", new byte[0]);

    private final RabbitTemplate template;
    private final BlockingQueue<Publication> waiting = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    public RabbitPublisher(BrokerConnections connections) {
        template = new RabbitTemplate(connections.publishing());
        template.setMandatory(true);
        Thread.ofPlatform().name("publisher").daemon().start(this::publishUntilClosed);
    }

    @Override
    public CompletableFuture<@Nullable Void> publish(String exchange, String routingKey, byte[] body) {
        var publication = new Publication(exchange, routingKey, body);
        waiting.add(publication);
        if (closed) {
            failWaiting(new UnconfirmedException("the publisher is closed", null));
        }
        return publication.confirmed();
    }

    /** What has not left by now ends exceptionally. */
    @Override
    public void close() {
        closed = true;
        waiting.add(END);
    }

    private void publishUntilClosed() {
        var next = take();
        while (next != END) {
            next = publishOverOneChannel(next);
        }
        failWaiting(new UnconfirmedException("the publisher is closed", null));
    }

    /** Returns the publication to begin with on the next channel. */
    private Publication publishOverOneChannel(Publication first) {
        try {
            return template.invoke(channel -> {
                first.sendOver(channel);
                return publishUntilLost(channel);
            });
        } catch (RuntimeException unreachable) {
            LOG.warn("The broker cannot be reached, what waits to be published fails: {}", unreachable.getMessage());
            var failure = new UnconfirmedException("the broker cannot be reached", unreachable);
            first.fail(failure);
            failWaiting(failure);
            return take();
        }
    }

    private Publication publishUntilLost(RabbitOperations channel) {
        while (true) {
            var next = take();
            try {
                if (next == END) {
                    return END;
                }
                next.sendOver(channel);
            } catch (AmqpException lost) {
                LOG.info("The channel is lost, publishing goes on over a new one: {}", lost.getMessage());
                return next;
            } catch (RuntimeException unexpected) {
                LOG.error("A message cannot be published", unexpected);
                next.fail(new UnconfirmedException("it cannot be published", unexpected));
            }
        }
    }

    private Publication take() {
        try {
            return waiting.take();
        } catch (InterruptedException asGoodAsClosed) {
            Thread.currentThread().interrupt();
            return END;
        }
    }

    private void failWaiting(UnconfirmedException cause) {
        var failed = new ArrayList<Publication>();
        waiting.drainTo(failed);
        failed.forEach(publication -> publication.fail(cause));
        if (failed.contains(END)) {
            waiting.add(END);
        }
    }
}
