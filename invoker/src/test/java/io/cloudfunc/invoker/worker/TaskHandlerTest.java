package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.PrepareRevision;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.pool.Revisions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskHandlerTest {

    private final Bench bench = new Bench();
    private LargePayloads stored = id -> Optional.empty();
    private final TaskHandler handler =
            new TaskHandler(bench.json, id -> stored.fetch(id), bench.executions, bench.preparation);

    @Test
    void runs_an_execution() {
        var message = bench.json.write(bench.call(Revisions.of("hello")), "Ada".getBytes(UTF_8));

        assertThat(handler.handle(new Delivery(message, false))).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.payloadsOf(RecordOutcome.class)).containsExactly("hello Ada".getBytes(UTF_8));
    }

    @Test
    void asks_before_it_runs_what_may_have_begun_elsewhere() {
        var call = bench.call(Revisions.of("hello"));
        var again = new Execute(
                call.invocation(),
                call.revision(),
                call.payload(),
                call.routedAt(),
                call.due(),
                null,
                call.receipt(),
                true);

        handler.handle(new Delivery(bench.json.write(again, "Ada".getBytes(UTF_8)), false));

        assertThat(bench.claims).hasSize(1);
    }

    @Test
    void prepares_a_revision() {
        var message = bench.json.write(new PrepareRevision(Revisions.of("hello").spec()));

        assertThat(handler.handle(new Delivery(message, false))).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordRevisionReady.class)).hasSize(1);
    }

    @Test
    void what_is_no_task_goes_to_the_dead_letters() {
        assertThat(handler.handle(new Delivery("?".getBytes(UTF_8), false))).isEqualTo(Verdict.DEAD_LETTER);
    }

    @Test
    void fetches_a_body_that_is_too_large_to_come_along() {
        stored = id -> Optional.of("Ada".getBytes(UTF_8));

        assertThat(handler.handle(large())).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.payloadsOf(RecordOutcome.class)).containsExactly("hello Ada".getBytes(UTF_8));
    }

    @Test
    void an_execution_whose_large_body_is_no_longer_stored_ends_without_a_run() {
        assertThat(handler.handle(large())).isEqualTo(Verdict.DONE);

        assertThat(bench.publisher.reports(AbandonInvocation.class))
                .extracting(AbandonInvocation::reason)
                .containsExactly(FailureKind.START_FAILED);
    }

    @Test
    void an_execution_whose_large_body_nobody_sends_goes_back() {
        stored = id -> {
            throw new UnansweredException("payloads", null);
        };

        assertThat(handler.handle(large())).isEqualTo(Verdict.GIVE_BACK);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    private Delivery large() {
        return new Delivery(bench.json.write(bench.call(Revisions.of("hello"), 16 * 1024 + 1)), false);
    }

    @Test
    void an_execution_without_its_payload_goes_to_the_dead_letters() {
        var whole = Frame.decode(bench.json.write(bench.call(Revisions.of("hello")), new byte[0]));

        var verdict = handler.handle(new Delivery(new Frame(whole.head(), List.of()).encode(), false));

        assertThat(verdict).isEqualTo(Verdict.DEAD_LETTER);
        assertThat(bench.publisher.reports()).isEmpty();
    }
}
