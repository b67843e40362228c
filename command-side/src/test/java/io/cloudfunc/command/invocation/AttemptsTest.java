package io.cloudfunc.command.invocation;

import static io.cloudfunc.command.Calls.NOON;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRedriven;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.invocation.RedriveInvocation;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.Rejection.NoDeadLetter;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.command.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a call is tried again, and what becomes of it when no attempts are left. */
class AttemptsTest {

    private static final InvocationId ID = new InvocationId(UUID.randomUUID());
    private static final InvocationId OTHER = new InvocationId(UUID.randomUUID());
    private static final FunctionName HELLO = new FunctionName("hello");
    private static final PayloadRef PAYLOAD = new PayloadRef(UUID.randomUUID(), "application/json", 7, "sha256:in");
    private static final Instant DUE = NOON.plus(Duration.ofHours(1));
    private static final Terms TWICE = new Terms(
            Duration.ofSeconds(30),
            new RetryPolicy(2, Duration.ofSeconds(4), Duration.ofMinutes(1), Set.of(FailureKind.HANDLER_RAISED)));
    private static final Terms ONCE = new Terms(Duration.ofSeconds(30), RetryPolicy.NONE);
    private static final Outcome RAISED = new Outcome.Failure(FailureKind.HANDLER_RAISED, "KeyError", null);
    private static final Outcome TIMED_OUT = new Outcome.Failure(FailureKind.TIMED_OUT, "30 s", null);
    private static final Outcome SUCCESS = new Outcome.Success(PAYLOAD);
    private static final Execution FIRST = Calls.execution();
    private static final Execution SECOND = Calls.execution();
    private static final Execution RETRIED = Calls.execution(NOON.plusSeconds(5));

    private final FixtureConfiguration<Invocation> invocation = new AggregateTestFixture<>(Invocation.class);

    @Test
    void a_failure_that_the_policy_names_is_tried_again_after_its_backoff() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST))
                .when(outcome(FIRST, RAISED))
                .expectEvents(failedAttempt(1, FIRST, FailureKind.HANDLER_RAISED, "KeyError", TWICE));
    }

    @Test
    void a_failure_that_the_policy_does_not_name_ends_the_call() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST))
                .when(outcome(FIRST, TIMED_OUT))
                .expectEvents(failed(1, FIRST, FailureKind.TIMED_OUT, "30 s"));
    }

    @Test
    void the_last_attempts_failure_ends_the_call_as_a_dead_letter() {
        invocation
                .given(
                        requested(TWICE),
                        attempt(1, FIRST),
                        failedAttempt(1, FIRST, FailureKind.HANDLER_RAISED, "KeyError", TWICE),
                        attempt(2, SECOND))
                .when(outcome(SECOND, RAISED))
                .expectEvents(
                        failed(2, SECOND, FailureKind.HANDLER_RAISED, "KeyError"), dead(FailureKind.HANDLER_RAISED, 2));
    }

    @Test
    void an_attempt_that_could_not_begin_before_the_call_is_due_is_not_made() {
        var nearlyDue = new InvocationRequested(ID, HELLO, 2, 3, PAYLOAD, NOON, NOON.plusSeconds(2), null, TWICE, null);

        invocation
                .given(nearlyDue, attempt(1, FIRST))
                .when(outcome(FIRST, RAISED))
                .expectEvents(
                        failed(1, FIRST, FailureKind.HANDLER_RAISED, "KeyError"), dead(FailureKind.HANDLER_RAISED, 1));
    }

    @Test
    void a_failed_attempt_reported_twice_is_one() {
        invocation
                .given(
                        requested(TWICE),
                        attempt(1, FIRST),
                        failedAttempt(1, FIRST, FailureKind.HANDLER_RAISED, "KeyError", TWICE))
                .when(outcome(FIRST, RAISED))
                .expectNoEvents();
    }

    @Test
    void a_start_that_failed_without_a_container_is_tried_again_and_counted() {
        var policy = TWICE.retry();
        var jitter = new UUID(1, ID.value().getLeastSignificantBits());
        var retryAt = NOON.plus(policy.waitAfter(1, jitter));
        var failedAttempt = new AttemptFailed(
                ID, HELLO, 2, 1, null, FailureKind.START_FAILED, "no room", null, null, Phases.NONE, NOON, retryAt);

        invocation
                .given(requested(TWICE))
                .when(abandon(FailureKind.START_FAILED, NOON))
                .expectEvents(failedAttempt);
        new AggregateTestFixture<>(Invocation.class)
                .given(requested(TWICE), failedAttempt)
                .when(abandon(FailureKind.START_FAILED, NOON))
                .expectNoEvents();
        new AggregateTestFixture<>(Invocation.class)
                .given(requested(TWICE), failedAttempt)
                .when(abandon(FailureKind.START_FAILED, NOON.plusSeconds(1)))
                .expectEvents(
                        new InvocationAbandoned(ID, HELLO, 2, FailureKind.START_FAILED, "no room", NOON.plusSeconds(1)),
                        new InvocationDeadLettered(ID, HELLO, 2, FailureKind.START_FAILED, 1, NOON.plusSeconds(1)));
    }

    @Test
    void whoever_asks_first_may_begin() {
        invocation
                .given(requested(ONCE))
                .when(claim(FIRST))
                .expectEvents(attempt(1, FIRST))
                .expectResultMessagePayload(true);
    }

    @Test
    void asking_again_gets_the_same_answer() {
        invocation
                .given(requested(ONCE), attempt(1, FIRST))
                .when(claim(FIRST))
                .expectNoEvents()
                .expectResultMessagePayload(true);
    }

    @Test
    void a_call_that_ended_does_not_begin() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), failed(1, FIRST, FailureKind.TIMED_OUT, "30 s"))
                .when(claim(SECOND))
                .expectNoEvents()
                .expectResultMessagePayload(false);
    }

    @Test
    void a_call_that_may_have_begun_is_lost_with_its_worker_and_tried_again_later() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST))
                .when(claim(SECOND))
                .expectEvents(lost(1, FIRST))
                .expectResultMessagePayload(false);
    }

    @Test
    void a_call_that_may_have_begun_never_begins_again_with_one_attempt() {
        invocation
                .given(requested(ONCE), attempt(1, FIRST))
                .when(claim(SECOND))
                .expectEvents(
                        new InvocationAbandoned(ID, HELLO, 2, FailureKind.WORKER_LOST, lostMessage(1, FIRST), NOON),
                        dead(FailureKind.WORKER_LOST, 1))
                .expectResultMessagePayload(false);
    }

    @Test
    void a_call_that_loses_a_worker_with_each_attempt_ends_as_a_dead_letter() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), lost(1, FIRST), attempt(2, RETRIED))
                .when(claim(Calls.execution(RETRIED.routedAt())))
                .expectEvents(
                        new InvocationAbandoned(ID, HELLO, 2, FailureKind.WORKER_LOST, lostMessage(2, RETRIED), NOON),
                        dead(FailureKind.WORKER_LOST, 2));
    }

    @Test
    void an_attempt_given_up_as_lost_may_still_succeed() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), lost(1, FIRST))
                .when(outcome(FIRST, SUCCESS))
                .expectEvents(new InvocationSucceeded(ID, HELLO, 2, 1, FIRST, PAYLOAD, null, Phases.NONE, NOON));
    }

    @Test
    void the_failure_of_an_attempt_given_up_as_lost_decides_nothing() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), lost(1, FIRST), attempt(2, SECOND))
                .when(outcome(FIRST, TIMED_OUT))
                .expectEvents(new DuplicateExecutionObserved(ID, HELLO, 2, FIRST, TIMED_OUT, NOON));
    }

    @Test
    void what_begins_on_a_request_that_has_failed_is_no_attempt_and_its_outcome_decides_nothing() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), lost(1, FIRST))
                .when(claim(SECOND))
                .expectNoEvents()
                .expectResultMessagePayload(false);
        new AggregateTestFixture<>(Invocation.class)
                .given(requested(TWICE), attempt(1, FIRST), lost(1, FIRST), attempt(2, RETRIED))
                .when(outcome(SECOND, SUCCESS))
                .expectEvents(new DuplicateExecutionObserved(ID, HELLO, 2, SECOND, SUCCESS, NOON));
    }

    @Test
    void a_call_that_began_in_time_is_not_overdue_until_its_attempt_must_have_ended() {
        var begun = FIRST.startedAt();

        invocation
                .given(requested(TWICE), attempt(1, FIRST))
                .when(abandon(FailureKind.OVERDUE, begun.plusSeconds(89)))
                .expectNoEvents();
        new AggregateTestFixture<>(Invocation.class)
                .given(requested(TWICE), attempt(1, FIRST))
                .when(abandon(FailureKind.OVERDUE, begun.plusSeconds(90)))
                .expectEvents(
                        new InvocationAbandoned(ID, HELLO, 2, FailureKind.OVERDUE, "no room", begun.plusSeconds(90)));
    }

    @Test
    void a_call_that_is_overdue_after_a_failed_attempt_is_a_dead_letter() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), lost(1, FIRST))
                .when(abandon(FailureKind.OVERDUE, DUE))
                .expectEvents(
                        new InvocationAbandoned(ID, HELLO, 2, FailureKind.OVERDUE, "no room", DUE),
                        new InvocationDeadLettered(ID, HELLO, 2, FailureKind.OVERDUE, 1, DUE));
    }

    @Test
    void a_dead_letter_is_redriven_once_however_often_it_is_asked_for() {
        var end = new InvocationAbandoned(ID, HELLO, 2, FailureKind.WORKER_LOST, lostMessage(1, FIRST), NOON);
        var redriven = new InvocationRedriven(ID, HELLO, 2, OTHER, NOON);

        invocation
                .given(requested(ONCE), attempt(1, FIRST), end, dead(FailureKind.WORKER_LOST, 1))
                .when(new RedriveInvocation(ID, OTHER, NOON))
                .expectEvents(redriven)
                .expectResultMessagePayload(OTHER);
        new AggregateTestFixture<>(Invocation.class)
                .given(requested(ONCE), attempt(1, FIRST), end, dead(FailureKind.WORKER_LOST, 1), redriven)
                .when(new RedriveInvocation(ID, ID, NOON))
                .expectNoEvents()
                .expectResultMessagePayload(OTHER);
    }

    @Test
    void what_is_no_dead_letter_is_not_redriven() {
        invocation
                .given(requested(TWICE), attempt(1, FIRST), failed(1, FIRST, FailureKind.TIMED_OUT, "30 s"))
                .when(new RedriveInvocation(ID, OTHER, NOON))
                .expectNoEvents()
                .expectExceptionMessage(new NoDeadLetter(ID.toString(), "FAILED").detail());
    }

    private static InvocationRequested requested(@Nullable Terms terms) {
        return new InvocationRequested(ID, HELLO, 2, 3, PAYLOAD, NOON, DUE, null, terms, null);
    }

    private static AttemptStarted attempt(int number, Execution execution) {
        return new AttemptStarted(ID, HELLO, 2, number, execution);
    }

    private static ClaimAttempt claim(Execution execution) {
        return new ClaimAttempt(ID, execution, NOON);
    }

    private static RecordOutcome outcome(Execution execution, Outcome outcome) {
        return new RecordOutcome(ID, execution, outcome, null, Phases.NONE, NOON);
    }

    private static AbandonInvocation abandon(FailureKind reason, Instant at) {
        return new AbandonInvocation(ID, reason, "no room", at);
    }

    private static AttemptFailed failedAttempt(
            int number, Execution execution, FailureKind kind, String message, Terms terms) {
        var retryAt = NOON.plus(terms.retry().waitAfter(number, execution.id().value()));
        return new AttemptFailed(
                ID, HELLO, 2, number, execution, kind, message, null, null, Phases.NONE, NOON, retryAt);
    }

    private static AttemptFailed lost(int number, Execution execution) {
        return failedAttempt(number, execution, FailureKind.WORKER_LOST, lostMessage(number, execution), TWICE);
    }

    private static String lostMessage(int number, Execution execution) {
        return "worker %s was lost before it reported an outcome of attempt %d".formatted(execution.worker(), number);
    }

    private static InvocationFailed failed(int attempt, Execution execution, FailureKind kind, String message) {
        return new InvocationFailed(ID, HELLO, 2, attempt, execution, kind, message, null, null, Phases.NONE, NOON);
    }

    private static InvocationDeadLettered dead(FailureKind kind, int attempts) {
        return new InvocationDeadLettered(ID, HELLO, 2, kind, attempts, NOON);
    }
}
