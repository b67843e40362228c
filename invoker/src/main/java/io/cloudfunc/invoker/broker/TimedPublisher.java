package io.cloudfunc.invoker.broker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times what another one publishes, up to the broker's confirm. */
final class TimedPublisher implements ConfirmedPublisher {

    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 15_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final ConfirmedPublisher publisher;
    private final Timer delay;
    private final Counter unconfirmed;

    TimedPublisher(ConfirmedPublisher publisher, MeterRegistry registry) {
        this.publisher = publisher;
        this.delay = Timer.builder("cloudfunc.publish.delay")
                .description("From handing a message over until the broker has confirmed it")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.unconfirmed = Counter.builder("cloudfunc.publish.unconfirmed")
                .description("Messages that the broker did not confirm, and that are sent again")
                .register(registry);
    }

    @Override
    public CompletableFuture<@Nullable Void> publish(String exchange, String routingKey, byte[] body) {
        var began = System.nanoTime();
        return publisher.publish(exchange, routingKey, body).whenComplete((confirmed, failure) -> {
            if (failure == null) {
                delay.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            } else {
                unconfirmed.increment();
            }
        });
    }
}
