package io.cloudfunc.command.invocation;

import static io.cloudfunc.command.Calls.NOON;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.CancelInvocation;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.Rejection.AlreadyEnded;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordAttemptStarted;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.command.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class InvocationTest {

    private static final InvocationId ID = new InvocationId(UUID.randomUUID());
    private static final FunctionName HELLO = new FunctionName("hello");
    private static final int LIFE = 2;
    private static final PayloadRef PAYLOAD = payload("sha256:in");
    private static final PayloadRef LOG = payload("sha256:log");
    private static final PayloadRef SAID = payload("sha256:said");
    private static final Outcome SUCCESS = new Outcome.Success(payload("sha256:out"));
    private static final Outcome OTHER_SUCCESS = new Outcome.Success(payload("sha256:other"));
    private static final Outcome FAILURE = Outcome.Failure.of(FailureKind.HANDLER_RAISED, SAID);
    private static final Instant DUE = NOON.plus(Duration.ofHours(1));
    private static final Execution FIRST = Calls.execution();
    private static final Execution SECOND = Calls.execution();

    private final FixtureConfiguration<Invocation> invocation = new AggregateTestFixture<>(Invocation.class);

    @Test
    void a_call_is_accepted_with_the_revision_and_the_due_instant_it_is_bound_to() {
        invocation
                .givenNoPriorActivity()
                .when(new RequestInvocation(ID, HELLO, LIFE, 3, PAYLOAD, NOON, DUE, "trace"))
                .expectEvents(new InvocationRequested(ID, HELLO, LIFE, 3, PAYLOAD, NOON, DUE, "trace"));
    }

    @Test
    void the_first_execution_is_attempt_1() {
        invocation.given(requested()).when(start(FIRST)).expectEvents(attempt(1, FIRST));
    }

    @Test
    void another_execution_is_the_next_attempt() {
        invocation.given(requested(), attempt(1, FIRST)).when(start(SECOND)).expectEvents(attempt(2, SECOND));
    }

    @Test
    void an_execution_reported_twice_is_one_attempt() {
        invocation
                .given(requested(), attempt(1, FIRST))
                .when(start(FIRST))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_execution_that_starts_after_the_end_is_no_attempt() {
        invocation
                .given(requested(), attempt(1, FIRST), succeeded(1, FIRST))
                .when(start(SECOND))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_outcome_ends_the_invocation() {
        invocation
                .given(requested(), attempt(1, FIRST))
                .when(outcome(FIRST, SUCCESS))
                .expectEvents(succeeded(1, FIRST));
    }

    @Test
    void a_success_says_all_of_a_start_that_was_not_recorded() {
        invocation.given(requested()).when(outcome(FIRST, SUCCESS)).expectEvents(succeeded(1, FIRST));
    }

    @Test
    void a_failure_has_its_start_recorded_first() {
        invocation
                .given(requested())
                .when(outcome(FIRST, FAILURE))
                .expectEvents(attempt(1, FIRST), failed(1, FIRST));
    }

    @Test
    void a_success_whose_start_was_not_recorded_is_the_next_attempt() {
        invocation
                .given(requested(), attempt(1, FIRST))
                .when(outcome(SECOND, SUCCESS))
                .expectEvents(succeeded(2, SECOND));
    }

    @Test
    void the_start_of_an_attempt_that_succeeded_is_not_recorded_after_all() {
        invocation.given(requested(), succeeded(1, FIRST)).when(start(FIRST)).expectNoEvents();
    }

    @Test
    void a_failure_ends_the_invocation_with_its_kind_message_and_log() {
        invocation
                .given(requested(), attempt(1, FIRST))
                .when(outcome(FIRST, FAILURE))
                .expectEvents(failed(1, FIRST));
    }

    @Test
    void an_outcome_names_the_attempt_it_belongs_to() {
        invocation
                .given(requested(), attempt(1, FIRST), attempt(2, SECOND))
                .when(outcome(FIRST, SUCCESS))
                .expectEvents(succeeded(1, FIRST));
    }

    @Test
    void the_outcome_of_a_later_attempt_counts_as_well() {
        invocation
                .given(requested(), attempt(1, FIRST), attempt(2, SECOND))
                .when(outcome(SECOND, SUCCESS))
                .expectEvents(succeeded(2, SECOND));
    }

    @Test
    void an_outcome_reported_twice_decides_once() {
        invocation
                .given(requested(), attempt(1, FIRST), succeeded(1, FIRST))
                .when(outcome(FIRST, SUCCESS))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void the_first_of_two_contradictory_outcomes_of_an_execution_stands() {
        invocation
                .given(requested(), attempt(1, FIRST), succeeded(1, FIRST))
                .when(outcome(FIRST, FAILURE))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_failure_is_not_undone_by_a_success_of_the_same_execution() {
        invocation
                .given(requested(), attempt(1, FIRST), failed(1, FIRST))
                .when(outcome(FIRST, SUCCESS))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void the_outcome_of_a_second_execution_is_observed_and_decides_nothing() {
        invocation
                .given(requested(), attempt(1, FIRST), attempt(2, SECOND), succeeded(1, FIRST))
                .when(outcome(SECOND, OTHER_SUCCESS))
                .expectEvents(duplicate(SECOND, OTHER_SUCCESS));
    }

    @Test
    void a_second_execution_that_contradicts_the_first_is_observed_and_decides_nothing() {
        invocation
                .given(requested(), attempt(1, FIRST), succeeded(1, FIRST))
                .when(outcome(SECOND, FAILURE))
                .expectEvents(duplicate(SECOND, FAILURE));
    }

    @Test
    void a_duplicate_execution_is_observed_once() {
        invocation
                .given(
                        requested(),
                        attempt(1, FIRST),
                        attempt(2, SECOND),
                        succeeded(1, FIRST),
                        duplicate(SECOND, OTHER_SUCCESS))
                .when(outcome(SECOND, OTHER_SUCCESS))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_invocation_that_nothing_will_end_is_abandoned_with_a_reason() {
        invocation
                .given(requested())
                .when(abandon())
                .expectEvents(new InvocationAbandoned(
                        ID, HELLO, LIFE, FailureKind.OVERDUE, "no worker took it in time", NOON));
    }

    @Test
    void an_invocation_is_abandoned_once() {
        invocation
                .given(requested(), abandoned())
                .when(abandon())
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_invocation_that_ended_is_not_abandoned() {
        invocation
                .given(requested(), attempt(1, FIRST), failed(1, FIRST))
                .when(abandon())
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_outcome_after_the_invocation_was_abandoned_is_observed_and_decides_nothing() {
        invocation
                .given(requested(), attempt(1, FIRST), abandoned())
                .when(outcome(FIRST, SUCCESS))
                .expectEvents(duplicate(FIRST, SUCCESS));
    }

    @Test
    void a_call_that_waits_is_cancelled() {
        invocation.given(requested()).when(new CancelInvocation(ID, NOON)).expectEvents(cancelled());
    }

    @Test
    void a_call_that_runs_is_cancelled() {
        invocation
                .given(requested(), attempt(1, FIRST))
                .when(new CancelInvocation(ID, NOON))
                .expectEvents(cancelled());
    }

    @Test
    void a_call_is_cancelled_once_however_often_it_is_asked_for() {
        invocation
                .given(requested(), cancelled())
                .when(new CancelInvocation(ID, NOON))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_call_that_succeeded_is_not_cancelled() {
        invocation
                .given(requested(), attempt(1, FIRST), succeeded(1, FIRST))
                .when(new CancelInvocation(ID, NOON))
                .expectNoEvents()
                .expectExceptionMessage(new AlreadyEnded(ID.toString(), "SUCCEEDED").detail());
    }

    @Test
    void a_call_that_failed_is_not_cancelled() {
        invocation
                .given(requested(), attempt(1, FIRST), failed(1, FIRST))
                .when(new CancelInvocation(ID, NOON))
                .expectNoEvents()
                .expectExceptionMessage(new AlreadyEnded(ID.toString(), "FAILED").detail());
    }

    @Test
    void an_outcome_after_the_call_was_cancelled_is_observed_and_decides_nothing() {
        invocation
                .given(requested(), attempt(1, FIRST), cancelled())
                .when(outcome(FIRST, SUCCESS))
                .expectEvents(duplicate(FIRST, SUCCESS));
    }

    @Test
    void a_report_of_a_call_that_was_never_accepted_cannot_be_decided() {
        invocation
                .givenNoPriorActivity()
                .when(outcome(FIRST, SUCCESS))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    private static PayloadRef payload(String hash) {
        return new PayloadRef(UUID.randomUUID(), "application/json", 7, hash);
    }

    private static RecordAttemptStarted start(Execution execution) {
        return new RecordAttemptStarted(ID, execution);
    }

    private static RecordOutcome outcome(Execution execution, Outcome outcome) {
        return new RecordOutcome(ID, execution, outcome, LOG, Phases.NONE, NOON);
    }

    private static AbandonInvocation abandon() {
        return new AbandonInvocation(ID, FailureKind.OVERDUE, "no worker took it in time", NOON);
    }

    private static InvocationAbandoned cancelled() {
        return new InvocationAbandoned(ID, HELLO, LIFE, FailureKind.CANCELLED, "the call was cancelled", NOON);
    }

    private static InvocationRequested requested() {
        return new InvocationRequested(ID, HELLO, LIFE, 3, PAYLOAD, NOON, DUE, null);
    }

    private static AttemptStarted attempt(int number, Execution execution) {
        return new AttemptStarted(ID, HELLO, LIFE, number, execution);
    }

    private static InvocationSucceeded succeeded(int attempt, Execution execution) {
        var output = ((Outcome.Success) SUCCESS).output();
        return new InvocationSucceeded(ID, HELLO, LIFE, attempt, execution, output, LOG, Phases.NONE, NOON);
    }

    private static InvocationFailed failed(int attempt, Execution execution) {
        return new InvocationFailed(
                ID,
                HELLO,
                LIFE,
                attempt,
                execution,
                FailureKind.HANDLER_RAISED,
                FailureKind.HANDLER_RAISED.sentence(),
                SAID,
                LOG,
                Phases.NONE,
                NOON);
    }

    private static DuplicateExecutionObserved duplicate(Execution execution, Outcome outcome) {
        return new DuplicateExecutionObserved(ID, HELLO, LIFE, execution, outcome, NOON);
    }

    private static InvocationAbandoned abandoned() {
        return new InvocationAbandoned(ID, HELLO, LIFE, FailureKind.FUNCTION_REMOVED, "removed", NOON);
    }
}
