package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the router relies on, whichever backlog it has. */
abstract class BacklogContract {

    private static final Instant LATER = Instant.EPOCH.plusSeconds(60);

    abstract Backlog backlog();

    @Test
    void gives_out_the_calls_that_wait_longest_first_and_each_once() {
        var backlog = backlog();
        backlog.add(call("hello", 3));
        backlog.add(call("hello", 1));
        backlog.add(call("hello", 2));

        assertThat(backlog.take("hello~1", 2)).containsExactly(call("hello", 1), call("hello", 2));
        assertThat(backlog.take("hello~1", 2)).containsExactly(call("hello", 3));
        assertThat(backlog.take("hello~1", 2)).isEmpty();
    }

    @Test
    void keeps_functions_apart() {
        var backlog = backlog();
        backlog.add(call("hello", 1));
        backlog.add(call("other", 2));

        assertThat(backlog.take("other~1", 10)).containsExactly(call("other", 2));
    }

    @Test
    void lets_go_of_a_call_that_is_removed() {
        var backlog = backlog();
        backlog.add(call("hello", 1));
        backlog.add(call("hello", 2));

        assertThat(backlog.remove("hello~1", call("hello", 1).invocation())).isTrue();
        assertThat(backlog.remove("hello~1", call("hello", 1).invocation())).isFalse();

        assertThat(backlog.take("hello~1", 10)).containsExactly(call("hello", 2));
    }

    @Test
    void takes_a_call_in_once_however_often_it_is_added() {
        var backlog = backlog();
        backlog.add(call("hello", 1));
        backlog.add(call("hello", 1));

        assertThat(backlog.take("hello~1", Integer.MAX_VALUE)).hasSize(1);
    }

    @Test
    void keeps_a_deferred_call_until_its_time_has_come() {
        var backlog = backlog();
        backlog.defer(call("hello", 1), LATER);
        backlog.defer(call("hello", 2), LATER.plusSeconds(1));

        assertThat(backlog.release("hello~1", LATER.minusMillis(1))).isZero();
        assertThat(backlog.take("hello~1", 10)).isEmpty();
        assertThat(backlog.nextRelease("hello~1")).contains(LATER);
        assertThat(backlog.release("hello~1", LATER)).isOne();
        assertThat(backlog.take("hello~1", 10)).containsExactly(call("hello", 1));
        assertThat(backlog.nextRelease("hello~1")).contains(LATER.plusSeconds(1));
        assertThat(backlog.nextRelease("other~1")).isEmpty();
    }

    @Test
    void takes_the_time_of_a_call_that_is_deferred_again() {
        var backlog = backlog();
        backlog.defer(call("hello", 1), LATER);
        backlog.defer(call("hello", 1), LATER.plusSeconds(1));

        assertThat(backlog.release("hello~1", LATER)).isZero();
        assertThat(backlog.release("hello~1", LATER.plusSeconds(1))).isOne();
    }

    @Test
    void lets_go_of_a_deferred_call_without_counting_it_among_those_that_wait_for_room() {
        var backlog = backlog();
        backlog.defer(call("hello", 1), LATER);

        assertThat(backlog.remove("hello~1", call("hello", 1).invocation())).isFalse();

        assertThat(backlog.release("hello~1", LATER)).isZero();
    }

    @Test
    void takes_out_what_must_have_begun_by_now() {
        var backlog = backlog();
        backlog.add(call("hello", 1));
        var due = call("hello", 1).due();

        assertThat(backlog.takeOverdue("hello~1", due.minusMillis(1))).isEmpty();
        assertThat(backlog.takeOverdue("hello~1", due)).containsExactly(call("hello", 1));
        assertThat(backlog.take("hello~1", 10)).isEmpty();
    }

    static InvocationRequested call(String function, long number) {
        return new InvocationRequested(
                new InvocationId(new UUID(0x7000, number)),
                new FunctionName(function),
                1,
                1,
                new PayloadRef(new UUID(0x7000, 1_000 + number), "text/plain", 3, "sha256:abc"),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(3600),
                null);
    }
}
