package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogTailTest {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final LogTail tail = new LogTail(8);

    @Test
    void gives_what_was_announced_without_waiting() {
        append("one\n");

        var log = tail.take(4, LONG, LONG);

        assertThat(log).asString(UTF_8).isEqualTo("one\n");
    }

    @Test
    void waits_for_what_was_announced() {
        var log = CompletableFuture.supplyAsync(() -> tail.take(6, LONG, NONE));

        append("one");
        append("two");

        assertThat(log.join()).asString(UTF_8).isEqualTo("onetwo");
    }

    @Test
    void gives_nothing_of_one_log_to_the_next() {
        append("one");
        tail.take(3, LONG, NONE);

        append("two");

        assertThat(tail.take(3, LONG, NONE)).asString(UTF_8).isEqualTo("two");
    }

    @Test
    void drops_what_comes_after_its_log_was_taken() {
        append("on");
        assertThat(tail.take(3, SHORT, NONE)).asString(UTF_8).isEqualTo("on");
        assertThat(tail.isOverdue()).isTrue();

        append("etwo");

        assertThat(tail.isOverdue()).isFalse();
        assertThat(tail.take(3, LONG, NONE)).asString(UTF_8).isEqualTo("two");
    }

    @Test
    void keeps_the_end_of_a_long_log() {
        append("0123456789");
        append("abcdef");

        assertThat(tail.takeAfter(NONE)).asString(UTF_8).isEqualTo("89abcdef");
    }

    @Test
    void keeps_the_end_of_a_log_that_is_written_byte_by_byte() {
        for (var c = 'a'; c <= 'z'; c++) {
            append(String.valueOf(c));
        }

        assertThat(tail.takeAfter(NONE)).asString(UTF_8).isEqualTo("stuvwxyz");
    }

    @Test
    void begins_with_a_whole_character_where_it_had_to_cut() {
        append("ääääx");

        assertThat(tail.takeAfter(NONE)).asString(UTF_8).isEqualTo("äääx");
    }

    @Test
    void stops_waiting_when_nothing_more_will_come() {
        append("one");
        tail.end();

        assertThat(tail.take(100, LONG, LONG)).asString(UTF_8).isEqualTo("one");
        assertThat(tail.takeAfter(LONG)).isEmpty();
        assertThat(tail.hasEnded()).isTrue();
    }

    @Test
    void waits_for_the_log_of_a_container_that_does_not_announce_it() {
        var log = CompletableFuture.supplyAsync(() -> tail.takeUnannounced(LONG, SHORT));

        append("late");

        assertThat(log.join()).asString(UTF_8).isEqualTo("late");
    }

    @Test
    @Timeout(10)
    void waits_no_longer_for_the_log_of_a_container_that_wrote_nothing_before() {
        tail.takeUnannounced(SHORT, NONE);

        assertThat(tail.takeUnannounced(LONG, NONE)).isEmpty();
    }

    private void append(String text) {
        tail.append(text.getBytes(UTF_8));
    }
}
