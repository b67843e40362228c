package io.cloudfunc.store.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ReadinessPartTest {

    @Test
    void says_what_the_part_says() {
        var part = new ReadinessPart(
                () -> Health.outOfService().withDetail("a", "b").build());

        assertThat(part.health())
                .isEqualTo(Health.outOfService().withDetail("a", "b").build());
    }

    @Test
    void a_part_that_fails_is_down() {
        var part = new ReadinessPart(() -> {
            throw new IllegalStateException("no idea");
        });

        assertThat(part.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(part.health().getDetails()).containsEntry("reason", "java.lang.IllegalStateException: no idea");
    }

    @Test
    void a_part_that_does_not_answer_is_down_and_not_asked_again_meanwhile() {
        var answers = new CountDownLatch(1);
        var asked = new AtomicInteger();
        var part = new ReadinessPart(() -> {
            asked.incrementAndGet();
            return answered(answers);
        });

        assertThat(part.health().getDetails()).containsEntry("reason", "no answer within 1000 ms");
        assertThat(part.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(asked).hasValue(1);
        answers.countDown();
    }

    private static Health answered(CountDownLatch answers) {
        try {
            answers.await();
            return Health.up().build();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
