package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RouterThreadsTest {

    private final RouterThreads threads = new RouterThreads(Duration.ofMinutes(1));
    private final ScheduledExecutorService reader = threads.reader("router");
    private final ScheduledExecutorService handlers = threads.handlers("router");

    @AfterEach
    void end() {
        Stream.of(reader, handlers).forEach(ExecutorService::shutdownNow);
    }

    @Test
    void handles_what_was_read_when_the_reading_has_ended() throws Exception {
        var handled = new CountDownLatch(1);

        var handledBefore = reader.submit(() -> {
            handlers.submit(handled::countDown);
            return handled.await(10, TimeUnit.MILLISECONDS);
        });

        assertThat(handledBefore.get()).isFalse();
        handled.await();
    }

    @Test
    void reads_on_while_it_handles() throws Exception {
        var readOn = new CountDownLatch(1);

        var handling = handlers.submit(() -> {
            readOn.await();
            return "handled";
        });
        reader.submit(readOn::countDown).get();

        assertThat(handling.get()).isEqualTo("handled");
    }

    @Test
    void handles_what_was_read_though_the_reading_takes_long() throws Exception {
        var impatient = new RouterThreads(Duration.ofMillis(1));
        var handled = new CountDownLatch(1);

        try (var longReader = impatient.reader("router");
                var itsHandlers = impatient.handlers("router")) {
            var handledMeanwhile = longReader.submit(() -> {
                itsHandlers.submit(handled::countDown);
                return handled.await(5, TimeUnit.SECONDS);
            });

            assertThat(handledMeanwhile.get()).isTrue();
        }
    }

    @Test
    void reads_on_soon_where_axon_waits_until_some_of_what_it_has_read_is_handled() {
        assertThat(reader.schedule(() -> {}, 100, TimeUnit.MILLISECONDS).getDelay(TimeUnit.MILLISECONDS))
                .isLessThanOrEqualTo(10);
        assertThat(reader.schedule(() -> {}, 5, TimeUnit.SECONDS).getDelay(TimeUnit.MILLISECONDS))
                .isGreaterThan(4_000);
    }
}
