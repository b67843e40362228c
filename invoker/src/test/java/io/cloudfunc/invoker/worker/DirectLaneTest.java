package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.pool.Revisions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectLaneTest {

    private static final Revisions HELLO = Revisions.of("hello");
    private static final byte[] ADA = "Ada".getBytes(UTF_8);

    private final Bench bench = new Bench();
    private final AtomicInteger givenBack = new AtomicInteger();
    private final DirectLane lane = new DirectLane(bench.executions);
    private Supplier<Answer> function = () -> Bench.output("hello");

    @BeforeEach
    void a_container_is_idle() {
        bench.engine.register("hello", call -> function.get());
        bench.executions.execute(bench.call(HELLO), ADA, false);
        lane.start();
    }

    @Test
    void runs_a_call_in_the_idle_container() {
        assertThat(take(bench.call(HELLO))).isTrue();

        await().until(() -> bench.publisher.reports(RecordOutcome.class).size() == 2);
        assertThat(bench.publisher.reports(RecordOutcome.class).getLast().execution())
                .satisfies(execution -> {
                    assertThat(execution.warm()).isTrue();
                    assertThat(execution.lease()).isEqualTo(2);
                });
        assertThat(givenBack).hasValue(0);
    }

    @Test
    void does_not_take_a_call_that_would_have_to_wait() {
        var lease = bench.pool.lease(HELLO.spec(), HELLO.sandbox());

        assertThat(take(bench.call(HELLO))).isFalse();

        bench.pool.giveBack(lease);
    }

    @Test
    void does_not_take_a_call_that_must_not_begin_twice() {
        var call = bench.call(HELLO);
        var once = new RevisionSpec(
                call.function(),
                call.life(),
                call.revision().revision(),
                call.revision().code(),
                call.revision().settings().delivering(RetryPolicy.NONE, null, Delivery.AT_MOST_ONCE));

        assertThat(take(new Execute(
                        call.invocation(),
                        once,
                        call.payload(),
                        call.routedAt(),
                        call.due(),
                        null,
                        call.receipt(),
                        null)))
                .isFalse();
    }

    @Test
    void does_not_take_a_call_that_is_cancelled() {
        var call = bench.call(HELLO);
        bench.cancellations.cancel(call.invocation());

        assertThat(take(call)).isFalse();
    }

    @Test
    void gives_back_a_call_of_whose_end_nothing_is_known() {
        function = () -> {
            throw new EngineAwayException("gone");
        };

        assertThat(take(bench.call(HELLO))).isTrue();

        await().untilAtomic(givenBack, org.hamcrest.Matchers.equalTo(1));
        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(1);
    }

    @Test
    void gives_back_a_call_during_which_the_JVM_itself_failed() {
        var failing = new DirectLane(bench.executions((task, execution, start) -> {
            throw new OutOfMemoryError("as the test wants it");
        }));
        failing.start();

        assertThat(failing.take(bench.call(HELLO), ADA, givenBack::incrementAndGet))
                .isTrue();

        await().untilAtomic(givenBack, org.hamcrest.Matchers.equalTo(1));
    }

    @Test
    void lets_a_call_end_before_it_stops_and_takes_no_more() {
        var ends = new CountDownLatch(1);
        function = () -> {
            awaitEnd(ends);
            return Bench.output("late");
        };
        take(bench.call(HELLO));
        lane.stop(Duration.ofMillis(1));
        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(1);

        ends.countDown();
        lane.stop(Duration.ofSeconds(10));

        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(2);
        assertThat(take(bench.call(HELLO))).isFalse();
    }

    private boolean take(Execute call) {
        return lane.take(call, ADA, givenBack::incrementAndGet);
    }

    private static void awaitEnd(CountDownLatch ends) {
        try {
            ends.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
