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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectLaneTest {

    private static final Revisions HELLO = Revisions.of("hello");
    private static final Revisions ONE = HELLO.maxContainers(1);
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
        assertThat(take(onceOnly(bench.call(HELLO)))).isFalse();
    }

    private static Execute onceOnly(Execute call) {
        var once = new RevisionSpec(
                call.function(),
                call.life(),
                call.revision().revision(),
                call.revision().code(),
                call.revision().settings().delivering(RetryPolicy.NONE, null, Delivery.AT_MOST_ONCE));
        return new Execute(
                call.invocation(), once, call.payload(), call.routedAt(), call.due(), null, call.receipt(), null);
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

    @Test
    void runs_a_call_when_a_container_that_was_busy_comes_free() {
        var lease = bench.pool.lease(HELLO.spec(), HELLO.sandbox());
        var begun = takeSoon(bench.call(ONE)).orElseThrow();
        assertThat(begun).isNotDone();

        bench.pool.giveBack(lease);

        assertThat(begun).succeedsWithin(Duration.ofSeconds(10));
        await().until(() -> bench.publisher.reports(RecordOutcome.class).size() == 2);
        assertThat(givenBack).hasValue(0);
    }

    @Test
    void gives_back_a_call_for_which_no_container_comes_free_soon() {
        var lease = bench.pool.lease(HELLO.spec(), HELLO.sandbox());

        var begun = takeSoon(bench.call(ONE)).orElseThrow();

        assertThat(begun)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(DirectCalls.NoneCameFreeException.class);
        assertThat(givenBack).hasValue(1);
        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(1);
        bench.pool.giveBack(lease);
    }

    @Test
    void does_not_let_a_call_wait_that_must_not_begin_twice_or_is_cancelled_or_comes_after_the_stop() {
        var lease = bench.pool.lease(HELLO.spec(), HELLO.sandbox());
        var cancelled = bench.call(ONE);
        bench.cancellations.cancel(cancelled.invocation());

        assertThat(takeSoon(onceOnly(bench.call(ONE)))).isEmpty();
        assertThat(takeSoon(cancelled)).isEmpty();
        lane.stop(Duration.ZERO);
        assertThat(takeSoon(bench.call(ONE))).isEmpty();

        bench.pool.giveBack(lease);
    }

    private Optional<CompletableFuture<@Nullable Void>> takeSoon(Execute call) {
        return lane.takeSoon(call, ADA, givenBack::incrementAndGet);
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
