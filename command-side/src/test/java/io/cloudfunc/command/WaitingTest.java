package io.cloudfunc.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest {

    @Test
    void has_what_comes_in_time() {
        assertThat(Waiting.atMost(Duration.ofSeconds(10), CompletableFuture.completedFuture("here")))
                .hasValue("here");
    }

    @Test
    void who_does_not_wait_has_nothing_however_quickly_it_came() {
        assertThat(Waiting.atMost(Duration.ZERO, CompletableFuture.completedFuture("here")))
                .isEmpty();
    }

    @Test
    void what_does_not_come_in_time_is_cancelled() {
        var never = new CompletableFuture<String>();

        assertThat(Waiting.atMost(Duration.ofNanos(1), never)).isEmpty();
        assertThat(never).isCancelled();
    }
}
