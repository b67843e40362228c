package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.invoker.broker.InMemoryPublisher;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.pool.SettableClock;
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
