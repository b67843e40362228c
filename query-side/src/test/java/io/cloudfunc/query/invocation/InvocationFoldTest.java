package io.cloudfunc.query.invocation;

import static io.cloudfunc.query.Facts.abandoned;
import static io.cloudfunc.query.Facts.at;
import static io.cloudfunc.query.Facts.attemptFailed;
import static io.cloudfunc.query.Facts.dead;
import static io.cloudfunc.query.Facts.duplicate;
import static io.cloudfunc.query.Facts.execution;
import static io.cloudfunc.query.Facts.failed;
import static io.cloudfunc.query.Facts.redriven;
import static io.cloudfunc.query.Facts.ref;
import static io.cloudfunc.query.Facts.requested;
import static io.cloudfunc.query.Facts.started;
import static io.cloudfunc.query.Facts.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.query.Facts;
import io.cloudfunc.query.invocation.InvocationView.Content;
import io.cloudfunc.query.invocation.InvocationView.DeadLetter;
import io.cloudfunc.query.invocation.InvocationView.Failure;
import io.cloudfunc.query.invocation.InvocationView.Start;
import io.cloudfunc.query.invocation.InvocationView.State;
import org.junit.jupiter.api.Test;

class InvocationFoldTest {

    private static final InvocationId ID = Facts.invocation();
    private static final Execution COLD = execution("c-1", 1, ColdReason.FIRST_CALL, 2);
    private static final Execution WARM = execution("c-2", 7, null, 10);

    private final InvocationEvent requested = requested(ID, "hello", 0);

    @Test
    void an_accepted_call_waits() {
        var view = fold(requested);

        assertThat(view.state()).isEqualTo(State.WAITING);
        assertThat(view.ended()).isFalse();
        assertThat(view.attempts()).isZero();
        assertThat(view.requestedAt()).isEqualTo(at(0));
        assertThat(view.due()).isEqualTo(at(3_600));
        assertThat(view.input().contentType()).isEqualTo("application/json");
        assertThat(view.start()).isNull();
    }

    @Test
    void a_call_that_runs_says_where_and_that_it_was_cold_and_why() {
        var view = fold(requested, started(ID, "hello", 1, COLD));

        assertThat(view.state()).isEqualTo(State.RUNNING);
        assertThat(view.start()).isEqualTo(Start.COLD);
        assertThat(view.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(view.container()).isEqualTo(new ContainerId("c-1"));
        assertThat(view.worker()).isEqualTo(Facts.WORKER);
        assertThat(view.startedAt()).isEqualTo(at(2));
        assertThat(view.attempts()).isOne();
    }

    @Test
    void a_second_attempt_shows_in_place_of_the_first_and_is_counted() {
        var view = fold(requested, started(ID, "hello", 1, COLD), started(ID, "hello", 2, WARM));

        assertThat(view.attempts()).isEqualTo(2);
        assertThat(view.container()).isEqualTo(new ContainerId("c-2"));
        assertThat(view.start()).isEqualTo(Start.WARM);
        assertThat(view.coldReason()).isNull();
    }

    @Test
    void an_outcome_of_the_first_attempt_shows_that_one_and_forgets_no_attempt() {
        var output = ref("text/plain", 3);
        var log = ref("text/plain", 9);

        var view = fold(
                requested,
                started(ID, "hello", 1, COLD),
                started(ID, "hello", 2, WARM),
                succeeded(ID, "hello", 1, COLD, output, log, 12));

        assertThat(view.state()).isEqualTo(State.SUCCEEDED);
        assertThat(view.container()).isEqualTo(new ContainerId("c-1"));
        assertThat(view.attempts()).isEqualTo(2);
        assertThat(view.endedAt()).isEqualTo(at(12));
        assertThat(view.output()).isEqualTo(Content.of(output));
        assertThat(view.log()).isEqualTo(Content.of(log));
        assertThat(view.failure()).isNull();
    }

    @Test
    void a_failed_call_says_why_and_has_no_output() {
        var view = fold(
                requested,
                started(ID, "hello", 1, COLD),
                failed(ID, "hello", 1, COLD, FailureKind.TIMED_OUT, "it ran for 30 s", null, 32));

        assertThat(view.state()).isEqualTo(State.FAILED);
        assertThat(view.failure()).isEqualTo(new Failure(FailureKind.TIMED_OUT, "it ran for 30 s", null));
        assertThat(view.output()).isNull();
        assertThat(view.log()).isNull();
        assertThat(view.phases()).isNotNull();
    }

    @Test
    void an_abandoned_call_failed_with_no_run() {
        var view = fold(requested, abandoned(ID, "hello", FailureKind.FUNCTION_REMOVED, "it was removed", 9));

        assertThat(view.state()).isEqualTo(State.FAILED);
        assertThat(view.failure()).isEqualTo(new Failure(FailureKind.FUNCTION_REMOVED, "it was removed", null));
        assertThat(view.endedAt()).isEqualTo(at(9));
        assertThat(view.container()).isNull();
        assertThat(view.phases()).isNull();
    }

    @Test
    void a_cancelled_call_has_a_state_of_its_own() {
        var view = fold(requested, abandoned(ID, "hello", FailureKind.CANCELLED, "the call was cancelled", 9));

        assertThat(view.state()).isEqualTo(State.CANCELLED);
        assertThat(view.failure()).isEqualTo(new Failure(FailureKind.CANCELLED, "the call was cancelled", null));
        assertThat(view.endedAt()).isEqualTo(at(9));
    }

    @Test
    void a_call_whose_attempt_failed_waits_for_the_next_and_says_why_and_until_when() {
        var failed = attemptFailed(ID, "hello", 1, COLD, FailureKind.TIMED_OUT, 30);

        var waiting = fold(requested, started(ID, "hello", 1, COLD), failed);
        var running = fold(waiting, started(ID, "hello", 2, WARM));

        assertThat(waiting.state()).isEqualTo(State.WAITING);
        assertThat(waiting.ended()).isFalse();
        assertThat(waiting.failure()).isEqualTo(new Failure(FailureKind.TIMED_OUT, "it failed", null));
        assertThat(waiting.retryAt()).isEqualTo(at(40));
        assertThat(waiting.attempts()).isOne();
        assertThat(running.state()).isEqualTo(State.RUNNING);
        assertThat(running.failure()).isNull();
        assertThat(running.retryAt()).isNull();
        assertThat(running.attempts()).isEqualTo(2);
    }

    @Test
    void an_attempt_without_a_container_is_counted() {
        var view = fold(requested, attemptFailed(ID, "hello", 1, null, FailureKind.START_FAILED, 3));

        assertThat(view.state()).isEqualTo(State.WAITING);
        assertThat(view.attempts()).isOne();
        assertThat(view.container()).isNull();
    }

    @Test
    void a_dead_letter_says_since_when_and_as_what_it_was_redriven() {
        var other = Facts.invocation();
        var failed = failed(ID, "hello", 2, WARM, FailureKind.TIMED_OUT, "it ran for 30 s", null, 32);

        var dead = fold(requested, failed, dead(ID, "hello", FailureKind.TIMED_OUT, 32));
        var redriven = fold(dead, redriven(ID, "hello", other, 50));

        assertThat(dead.state()).isEqualTo(State.FAILED);
        assertThat(dead.endedAt()).isEqualTo(at(32));
        assertThat(dead.deadLetter()).isEqualTo(new DeadLetter(at(32), null));
        assertThat(redriven.deadLetter()).isEqualTo(new DeadLetter(at(32), other));
    }

    @Test
    void a_duplicate_is_counted_and_changes_nothing_else() {
        var ended = fold(
                requested,
                started(ID, "hello", 1, COLD),
                succeeded(ID, "hello", 1, COLD, ref("text/plain", 3), null, 12));

        var view = fold(ended, duplicate(ID, "hello", WARM, 20), duplicate(ID, "hello", WARM, 21));

        assertThat(view.duplicates()).isEqualTo(2);
        assertThat(view).usingRecursiveComparison().ignoringFields("duplicates").isEqualTo(ended);
    }

    @Test
    void a_history_that_does_not_begin_with_a_request_is_an_error_that_names_the_invocation() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold(started(ID, "hello", 1, COLD)))
                .withMessageContaining(ID.toString());
    }

    private static InvocationView fold(InvocationEvent... events) {
        return fold((InvocationView) null, events);
    }

    private static InvocationView fold(InvocationView before, InvocationEvent... events) {
        var view = before;
        for (var event : events) {
            view = new InvocationFold().apply(view, event);
        }
        return view;
    }
}
