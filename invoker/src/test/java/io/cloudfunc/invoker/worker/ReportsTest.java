package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.invoker.broker.InMemoryPublisher;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.pool.SettableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private final SettableTimer timer = new SettableTimer(new SettableClock());
    private final InMemoryPublisher publisher = new InMemoryPublisher();
    private final Reports reports = reports(null);
    private final Report report =
            new AbandonInvocation(new InvocationId(UUID.randomUUID()), FailureKind.OVERDUE, "late", Instant.EPOCH);

    private Reports reports(@Nullable DirectReports direct) {
        return new Reports(publisher, new WireJson(), new Assignment(new QueueNames("test"), Set.of()), timer, direct);
    }

    @Test
    void a_report_to_the_command_side_of_this_process_does_not_go_through_the_broker() {
        var stored = new CompletableFuture<@Nullable Object>();
        var confirmed = reports((told, payloads) -> stored).send(report, List.of(), null);

        assertThat(confirmed).isNotDone();
        stored.complete(null);

        assertThat(confirmed).isCompleted();
        assertThat(publisher.published()).isEmpty();
    }

    @Test
    void what_the_command_side_of_this_process_does_not_store_goes_to_the_broker() {
        var stored = new CompletableFuture<@Nullable Object>();
        var confirmed = reports((told, payloads) -> stored).send(report, List.of(), null);

        stored.completeExceptionally(new IllegalStateException("the database is away"));

        assertThat(confirmed).isCompleted();
        assertThat(publisher.published()).hasSize(1);
    }

    @Test
    void a_report_goes_to_the_queue_of_the_command_side() {
        var confirmed = reports.send(report, List.of(), null);

        assertThat(confirmed).isCompleted();
        assertThat(publisher.published()).singleElement().satisfies(message -> {
            assertThat(message.exchange()).isEqualTo("test.from-workers");
            assertThat(message.routingKey()).isEqualTo("test.reports");
        });
    }

    @Test
    void an_outcome_is_told_ahead_of_its_report() {
        reports.send(outcome(), List.of(output(10)), null);

        assertThat(keys()).containsExactly("test.outcomes", "test.reports");
        assertThat(publisher.published().getFirst().body())
                .isEqualTo(publisher.published().getLast().body());
    }

    @Test
    void no_outcome_is_told_ahead_while_four_other_reports_are_on_their_way() {
        publisher.holdConfirms();
        for (var sent = 0; sent < 3; sent++) {
            reports.send(report);
        }
        reports.send(outcome(), List.of(output(10)), null);
        assertThat(keys()).contains("test.outcomes");

        reports.send(outcome(), List.of(output(10)), null);

        assertThat(keys()).containsOnlyOnce("test.outcomes");
    }

    @Test
    void a_large_outcome_is_not_told_ahead() {
        reports.send(outcome(), List.of(output(64 * 1024)), null);

        assertThat(keys()).containsExactly("test.reports");
    }

    @Test
    void an_outcome_that_cannot_be_told_ahead_is_reported() {
        publisher.failNext(1);

        var confirmed = reports.send(outcome(), List.of(output(10)), null);

        assertThat(confirmed).isCompleted();
        assertThat(keys()).containsExactly("test.reports");
    }

    private List<String> keys() {
        return publisher.published().stream()
                .map(InMemoryPublisher.Published::routingKey)
                .toList();
    }

    private static RecordOutcome outcome() {
        var execution = new Execution(
                new ExecutionId(UUID.randomUUID()),
                new WorkerId("worker-1"),
                new ContainerId("container-1"),
                1,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
        return new RecordOutcome(
                new InvocationId(UUID.randomUUID()),
                execution,
                new Outcome.Success(output(10).ref()),
                null,
                Phases.NONE,
                Instant.EPOCH);
    }

    private static Payload output(int size) {
        return Payload.of(UUID.randomUUID(), "text/plain", new byte[size], new SecureRandom());
    }

    @Test
    void a_report_that_is_not_confirmed_is_sent_again_after_ever_longer_pauses() {
        publisher.failNext(3);
        var confirmed = reports.send(report, List.of(), null);

        timer.goOn(Duration.ofMillis(100));
        timer.goOn(Duration.ofMillis(200));
        timer.goOn(Duration.ofMillis(399));
        assertThat(confirmed).isNotDone();
        timer.goOn(Duration.ofMillis(1));

        assertThat(confirmed).isCompleted();
    }

    @Test
    void the_pauses_end_at_five_seconds() {
        publisher.failNext(100);
        var confirmed = reports.send(report, List.of(), null);
        for (var tries = 0; tries < 99; tries++) {
            timer.goOn(Duration.ofSeconds(5));
        }
        assertThat(confirmed).isNotDone();

        timer.goOn(Duration.ofSeconds(5));

        assertThat(confirmed).isCompleted();
    }

    @Test
    void tells_whether_all_have_left() throws InterruptedException {
        publisher.holdConfirms();
        reports.send(report);

        assertThat(reports.flush(Duration.ofMillis(1))).isFalse();
        publisher.confirmAll();
        assertThat(reports.flush(Duration.ofMillis(1))).isTrue();
    }

    @Test
    void what_is_not_confirmed_when_the_worker_stops_is_given_back() {
        publisher.holdConfirms();
        var confirmed = reports.send(report, List.of(), null);

        reports.close();

        assertThat(confirmed).isCompletedExceptionally();
        assertThat(reports.sendAndAwait(report, List.of(), null)).isEqualTo(Verdict.GIVE_BACK);
    }
}
