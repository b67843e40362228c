package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.EngineAwayException;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.pool.Revisions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExecutionWorkerTest {

    private static final Revisions HELLO = Revisions.of("hello");
    private static final byte[] ADA = "Ada".getBytes(UTF_8);

    private final Bench bench = new Bench();

    @Test
    void a_cold_call_that_is_soon_over_reports_its_container_and_its_outcome_in_this_order() {
        var verdict = execute(bench.call(HELLO));

        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports())
                .hasExactlyElementsOfTypes(RecordContainerStarted.class, RecordOutcome.class);
    }

    @Test
    void an_outcome_says_what_ran_where_and_how_it_ended() {
        var call = bench.call(HELLO);

        execute(call);

        var outcome = outcome();
        var execution = outcome.execution();
        assertThat(outcome.invocation()).isEqualTo(call.invocation());
        assertThat(execution.worker()).isEqualTo(Bench.WORKER);
        assertThat(execution.container())
                .isEqualTo(bench.engine.owned().getFirst().container());
        assertThat(execution.lease()).isEqualTo(1);
        assertThat(execution.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(execution.routedAt()).isEqualTo(call.routedAt());
        assertThat(outcome.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        success -> assertThat(success.output().contentType()).isEqualTo("text/plain"));
        assertThat(outcome.log()).isNull();
        assertThat(bench.publisher.payloadsOf(RecordOutcome.class)).containsExactly("hello Ada".getBytes(UTF_8));
    }

    @Test
    void a_warm_call_that_is_soon_over_reports_its_outcome_only() {
        execute(bench.call(HELLO));

        execute(bench.call(HELLO));

        assertThat(bench.publisher.reports()).hasSize(3).last().isInstanceOfSatisfying(RecordOutcome.class, warm -> {
            assertThat(warm.execution().warm()).isTrue();
            assertThat(warm.execution().lease()).isEqualTo(2);
        });
        assertThat(bench.timer.planned()).isZero();
    }

    @Test
    void a_call_still_running_after_25_ms_reports_its_start() {
        takes(Duration.ofMillis(25));

        execute(bench.call(HELLO));
        execute(bench.call(HELLO));

        assertThat(bench.publisher.reports())
                .hasExactlyElementsOfTypes(
                        RecordContainerStarted.class,
                        RecordAttemptStarted.class,
                        RecordOutcome.class,
                        RecordAttemptStarted.class,
                        RecordOutcome.class);
    }

    @Test
    void a_redelivered_call_runs_only_if_it_may_begin() throws Exception {
        var call = bench.call(HELLO);

        var verdict = executeLater(call, true);

        assertThat(verdict.get()).isEqualTo(Verdict.DONE);
        assertThat(bench.claims).singleElement().satisfies(claim -> {
            assertThat(claim.invocation()).isEqualTo(call.invocation());
            assertThat(claim.execution()).isEqualTo(outcome().execution());
        });
        assertThat(bench.publisher.reports(RecordAttemptStarted.class)).isEmpty();
    }

    @Test
    void a_redelivered_call_that_may_not_begin_is_done_with_and_leaves_its_container_to_others() throws Exception {
        bench.answerToClaims = Optional.of(false);

        var verdict = executeLater(bench.call(HELLO), true);

        assertThat(verdict.get()).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
        execute(bench.call(HELLO));
        assertThat(outcome().execution().lease()).isEqualTo(2);
    }

    @Test
    void a_redelivered_call_goes_back_if_nobody_says_whether_it_may_begin() throws Exception {
        bench.answerToClaims = Optional.empty();

        var verdict = executeLater(bench.call(HELLO), true);

        assertThat(verdict.get()).isEqualTo(Verdict.GIVE_BACK);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
    }

    @Test
    void a_call_that_must_not_begin_twice_asks_before_it_begins() {
        bench.answerToClaims = Optional.of(false);
        var call = bench.call(HELLO);
        var settings = call.revision().settings().delivering(RetryPolicy.NONE, null, Delivery.AT_MOST_ONCE);
        var once = new RevisionSpec(
                call.function(),
                call.life(),
                call.revision().revision(),
                call.revision().code(),
                settings);

        execute(new Execute(
                call.invocation(), once, call.payload(), call.routedAt(), call.due(), null, call.receipt(), null));

        assertThat(bench.claims).hasSize(1);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
    }

    @Test
    void a_request_for_another_attempt_runs_after_the_one_before_was_done() throws Exception {
        var first = bench.call(HELLO);
        execute(first);

        var second = new Execute(
                first.invocation(),
                first.revision(),
                first.payload(),
                first.routedAt().plusMillis(1),
                first.due(),
                null,
                first.receipt(),
                null);
        executeLater(second, true).get();

        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(2);
    }

    @Test
    void whatever_is_said_about_a_call_returns_its_receipt() throws Exception {
        takes(Duration.ofMillis(25));
        execute(bench.call(HELLO));
        executeLater(bench.call(HELLO), true).get();
        execute(bench.call(Revisions.of("missing")));

        assertThat(bench.publisher.reports())
                .hasAtLeastOneElementOfType(RecordAttemptStarted.class)
                .hasAtLeastOneElementOfType(RecordOutcome.class)
                .hasAtLeastOneElementOfType(AbandonInvocation.class);
        assertThat(bench.publisher.receipts()).containsOnly(Bench.RECEIPT);
        assertThat(bench.receiptsOfClaims).containsExactly(Bench.RECEIPT);
    }

    @Test
    void is_done_only_when_the_outcome_is_confirmed() throws Exception {
        bench.publisher.holdConfirms();

        var verdict = executeLater(bench.call(HELLO), false);
        await().until(() -> !bench.publisher.reports(RecordOutcome.class).isEmpty());
        assertThat(verdict).isNotDone();

        bench.publisher.confirmAll();
        assertThat(verdict.get()).isEqualTo(Verdict.DONE);
    }

    @Test
    void sends_an_outcome_again_until_it_is_confirmed() throws Exception {
        execute(bench.call(HELLO));
        bench.publisher.failNext(2);

        var verdict = executeLater(bench.call(HELLO), false);
        await().until(() -> bench.timer.planned() == 1);
        bench.timer.goOn(Duration.ofMillis(100));
        bench.timer.goOn(Duration.ofMillis(200));

        assertThat(verdict.get()).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(2);
    }

    @Test
    void a_call_that_is_delivered_again_while_it_runs_is_not_run_twice() throws Exception {
        var running = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        bench.engine.register("long", call -> {
            running.countDown();
            mayEnd.await();
            return Bench.output("done");
        });
        var call = bench.call(Revisions.of("long"));
        var first = executeLater(call, false);
        running.await();

        var second = executeLater(call, true);
        mayEnd.countDown();

        assertThat(first.get()).isEqualTo(Verdict.DONE);
        assertThat(second.get()).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(1);
    }

    @Test
    void a_call_whose_acknowledgement_was_lost_is_not_run_again() {
        var call = bench.call(HELLO);
        execute(call);

        var verdict = bench.executions.execute(call, ADA, true);

        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(1);
    }

    @Test
    void a_call_that_the_router_sends_again_is_run_again() {
        var call = bench.call(HELLO);
        execute(call);

        execute(call);

        assertThat(bench.publisher.reports(RecordOutcome.class)).hasSize(2);
    }

    @Test
    void a_fault_that_leaves_the_container_whole_keeps_it_warm() {
        bench.engine.register("hello", call -> {
            throw new IllegalStateException("no");
        });

        execute(bench.call(HELLO));
        execute(bench.call(HELLO));

        assertThat(outcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.HANDLER_RAISED));
        assertThat(outcome().execution().warm()).isTrue();
    }

    @Test
    void a_fault_that_breaks_the_container_makes_the_next_call_cold() {
        bench.engine.register(
                "hello",
                call -> new Answer.Fault(
                        FailureKind.PROTOCOL_BROKEN, "what?", false, "log".getBytes(UTF_8), Duration.ofMillis(1)));

        execute(bench.call(HELLO));
        bench.background.runAll();
        execute(bench.call(HELLO));

        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .extracting(RecordContainerStopped::reason)
                .containsExactly(StopReason.CALL_FAILED);
        assertThat(outcome().execution().coldReason()).isEqualTo(ColdReason.REPLACED);
    }

    @Test
    void a_process_that_ends_during_its_call_stops_its_container() {
        bench.engine.register(
                "hello",
                call -> new Answer.Fault(FailureKind.EXITED, "gone", false, new byte[0], Duration.ofMillis(1)));

        execute(bench.call(HELLO));
        bench.background.runAll();

        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .extracting(RecordContainerStopped::reason)
                .containsExactly(StopReason.EXITED);
    }

    @Test
    void the_log_of_a_call_goes_with_its_outcome() {
        bench.engine.register(
                "hello",
                call -> new Answer.Output(
                        "text/plain", "out".getBytes(UTF_8), "said".getBytes(UTF_8), Duration.ofMillis(1)));

        execute(bench.call(HELLO));

        assertThat(outcome().log()).isNotNull();
        assertThat(bench.publisher.payloadsOf(RecordOutcome.class))
                .containsExactly("out".getBytes(UTF_8), "said".getBytes(UTF_8));
    }

    @Test
    void the_phases_add_up_to_the_time_since_the_request_was_received() {
        bench.engine.register("hello", call -> {
            bench.clock.goOn(Duration.ofMillis(10));
            return Bench.output("out");
        });

        execute(bench.call(HELLO));

        var phases = outcome().phases();
        assertThat(phases.call()).isEqualTo(Duration.ofMillis(3));
        assertThat(phases.waiting()).isEqualTo(Duration.ofMillis(7));
        assertThat(Duration.between(
                        outcome().execution().receivedAt(), outcome().endedAt()))
                .isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void a_message_of_a_function_is_shortened_to_1000_characters() {
        bench.engine.register(
                "hello",
                call -> new Answer.Fault(FailureKind.BAD_OUTPUT, "x".repeat(5_000), true, new byte[0], Duration.ZERO));

        execute(bench.call(HELLO));

        assertThat(words()).hasSize(1_000).endsWith("…");
    }

    @Test
    void a_container_that_does_not_become_ready_is_the_outcome_of_its_call() {
        bench.engine.registerBroken(
                "broken", new EngineException(FailureKind.LOAD_FAILED, "no handler", "trace".getBytes(UTF_8)));

        var verdict = execute(bench.call(Revisions.of("broken")));
        bench.background.runAll();

        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(outcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED));
        assertThat(bench.publisher.payloadsOf(RecordOutcome.class))
                .containsExactly("no handler".getBytes(UTF_8), "trace".getBytes(UTF_8));
        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .extracting(RecordContainerStopped::container)
                .containsExactly(outcome().execution().container());
    }

    @Test
    void a_call_whose_image_is_missing_is_abandoned() {
        var verdict = execute(bench.call(Revisions.of("missing")));

        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(abandoned().reason()).isEqualTo(FailureKind.IMAGE_MISSING);
        assertThat(abandoned().message()).contains("missing");
    }

    @Test
    void a_call_that_can_never_get_its_memory_is_abandoned() {
        execute(bench.call(HELLO.memoryMiB(2_000)));

        assertThat(abandoned().reason()).isEqualTo(FailureKind.START_FAILED);
        assertThat(abandoned().message()).contains("2000 MiB").contains("at most 1024 MiB");
    }

    @Test
    void a_call_of_a_forgotten_function_is_abandoned() {
        bench.pool.forget(HELLO.spec().lifeKey());

        execute(bench.call(HELLO));

        assertThat(abandoned().reason()).isEqualTo(FailureKind.FUNCTION_REMOVED);
    }

    @Test
    void an_overdue_call_is_abandoned_and_not_run() {
        var call = bench.call(HELLO);
        bench.clock.goOn(Duration.ofHours(2));

        execute(call);

        assertThat(abandoned().reason()).isEqualTo(FailureKind.OVERDUE);
        assertThat(bench.engine.created()).isEmpty();
    }

    @Test
    void without_an_engine_a_cold_call_goes_back_and_no_more_is_taken() {
        bench.engine.setReachable(false);

        var verdict = execute(bench.call(HELLO));

        assertThat(verdict).isEqualTo(Verdict.GIVE_BACK_AND_PAUSE);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    @Test
    void a_cold_call_goes_back_too_if_the_engine_is_there_again_by_the_time_it_is_looked_for() {
        bench.engine.blink();

        var verdict = execute(bench.call(HELLO));

        assertThat(verdict).isEqualTo(Verdict.GIVE_BACK_AND_PAUSE);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    @Test
    void a_call_goes_back_if_its_container_is_out_of_reach_since_the_engine_died() {
        bench.engine.register("hello", call -> {
            throw new EngineAwayException("out of reach");
        });

        var verdict = execute(bench.call(HELLO));
        bench.background.runAll();

        assertThat(verdict).isEqualTo(Verdict.GIVE_BACK_AND_PAUSE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .extracting(RecordContainerStopped::reason)
                .containsExactly(StopReason.ENGINE_LOST);
    }

    @Test
    void a_call_whose_container_is_out_of_reach_is_not_there_to_be_stopped_any_more() {
        bench.engine.register("hello", call -> {
            throw new EngineAwayException("out of reach");
        });
        var call = bench.call(HELLO);

        execute(call);

        assertThat(bench.cancellations.end(call.invocation()))
                .as("nothing of it is kept to be stopped")
                .isTrue();
    }

    @Test
    void a_call_that_the_engine_took_down_with_it_goes_back() {
        bench.engine.register("hello", call -> {
            bench.engine.setReachable(false);
            return new Answer.Fault(FailureKind.EXITED, "gone", false, new byte[0], Duration.ofMillis(1));
        });

        var verdict = execute(bench.call(HELLO));

        assertThat(verdict).isEqualTo(Verdict.GIVE_BACK_AND_PAUSE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
    }

    @Test
    void a_call_whose_source_nobody_gives_now_goes_back() {
        var spec = HELLO.spec();
        var source = new RevisionSpec(
                spec.function(), 1, 1, new Code.Source(Runtime.PYTHON, "a".repeat(64)), spec.settings());
        var call = bench.call(HELLO);

        var verdict = execute(new Execute(
                call.invocation(),
                source,
                call.payload(),
                call.routedAt(),
                call.due(),
                call.traceparent(),
                call.receipt(),
                null));

        assertThat(verdict).isEqualTo(Verdict.GIVE_BACK);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    @Test
    void a_call_that_is_cancelled_while_it_runs_is_stopped_with_its_container_and_reports_no_outcome()
            throws Exception {
        var running = new CountDownLatch(1);
        bench.engine.register("long", call -> {
            running.countDown();
            new CountDownLatch(1).await();
            return Bench.output("never");
        });
        var call = bench.call(Revisions.of("long"));
        var verdict = executeLater(call, false);
        running.await();

        bench.cancellations.cancel(call.invocation());
        bench.background.runAll();

        assertThat(verdict.get()).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .extracting(RecordContainerStopped::reason)
                .containsExactly(StopReason.CALL_CANCELLED);
        assertThat(bench.engine.owned()).isEmpty();
    }

    @Test
    void a_call_that_is_cancelled_after_its_end_leaves_its_container_alone() {
        var call = bench.call(HELLO);
        execute(call);

        bench.cancellations.cancel(call.invocation());
        execute(bench.call(HELLO));

        assertThat(outcome().execution().warm()).isTrue();
    }

    @Test
    void a_call_that_is_cancelled_while_it_waits_for_a_container_does_not_run() throws Exception {
        var call = bench.call(HELLO);
        bench.engine.holdStarts();
        var verdict = executeLater(call, false);
        await().until(() -> !bench.engine.created().isEmpty());

        bench.cancellations.cancel(call.invocation());
        bench.engine.releaseStarts();

        assertThat(verdict.get()).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
    }

    @Test
    void a_call_that_the_stop_of_the_worker_ended_goes_back() throws Exception {
        var running = new CountDownLatch(1);
        bench.engine.register("long", call -> {
            running.countDown();
            new CountDownLatch(1).await();
            return Bench.output("never");
        });
        var verdict = executeLater(bench.call(Revisions.of("long")), false);
        running.await();

        var closing = CompletableFuture.runAsync(this::close);
        await().until(() -> {
            bench.background.runAll();
            return closing.isDone();
        });

        assertThat(verdict.get()).isEqualTo(Verdict.GIVE_BACK);
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
    }

    @Test
    void a_call_that_fails_in_an_unknown_way_does_not_keep_its_container() {
        bench.engine.register("hello", call -> {
            new CountDownLatch(1).await();
            return Bench.output("never");
        });
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> execute(bench.call(HELLO))).isInstanceOf(IllegalStateException.class);
        bench.background.runAll();

        assertThat(bench.engine.owned()).isEmpty();
        assertThat(bench.publisher.reports(RecordOutcome.class)).isEmpty();
    }

    private void takes(Duration time) {
        bench.engine.register("hello", call -> {
            bench.timer.goOn(time);
            return Bench.output("done");
        });
    }

    private void close() {
        try {
            bench.pool.close(Duration.ofSeconds(5));
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Verdict execute(Execute call) {
        return bench.executions.execute(call, ADA, false);
    }

    private CompletableFuture<Verdict> executeLater(Execute call, boolean redelivered) {
        return CompletableFuture.supplyAsync(
                () -> bench.executions.execute(call, ADA, redelivered), Thread::startVirtualThread);
    }

    private RecordOutcome outcome() {
        return bench.publisher.reports(RecordOutcome.class).getLast();
    }

    private AbandonInvocation abandoned() {
        return bench.publisher.reports(AbandonInvocation.class).getLast();
    }

    private String words() {
        return new String(bench.publisher.payloadsOf(RecordOutcome.class).getFirst(), UTF_8);
    }
}
