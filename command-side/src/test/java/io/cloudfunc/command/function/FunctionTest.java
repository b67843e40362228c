package io.cloudfunc.command.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.FunctionRolledBack;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.RemoveFunction;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.api.function.RollBackFunction;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class FunctionTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final Code IMAGE = new Code.Image(new ImageReference("registry/hello:1"), null);
    private static final CodeIdentity IDENTITY = new CodeIdentity("sha256:1234", null);
    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final WorkerId OTHER_WORKER = new WorkerId("worker-2");
    private static final PayloadRef SAID = new PayloadRef(new UUID(0x7000, 1), "text/plain", 10, "sha256:said");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final FixtureConfiguration<Function> function = new AggregateTestFixture<>(Function.class);

    @Test
    void the_first_deploy_of_a_name_makes_revision_1_of_life_1() {
        function.givenNoPriorActivity()
                .when(deploy())
                .expectEvents(deployed(1, 1))
                .expectResultMessagePayload(new Revision(HELLO, 1, 1, Settings.DEFAULT));
    }

    @Test
    void each_deploy_makes_the_next_revision_of_the_same_life() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(deploy())
                .expectEvents(deployed(1, 2))
                .expectResultMessagePayload(new Revision(HELLO, 1, 2, Settings.DEFAULT));
    }

    @Test
    void a_failed_revision_keeps_its_number() {
        function.given(deployed(1, 1), failed(1, 1)).when(deploy()).expectEvents(deployed(1, 2));
    }

    @Test
    void a_revision_that_waits_for_a_worker_does_not_hold_up_the_next() {
        function.given(deployed(1, 1)).when(deploy()).expectEvents(deployed(1, 2));
    }

    @Test
    void the_first_worker_that_prepared_a_revision_makes_it_ready() {
        function.given(deployed(1, 1))
                .when(reportReady(1, 1))
                .expectEvents(ready(1, 1))
                .expectState(state ->
                        assertThat(state.serving(HELLO)).isEqualTo(new Revision(HELLO, 1, 1, Settings.DEFAULT)));
    }

    @Test
    void an_imported_revision_is_history_that_serves_nobody() {
        function.given(imported(deployed(1, 1), 0), imported(ready(1, 1), 1))
                .when(deploy())
                .expectEvents(deployed(1, 2))
                .expectState(state -> assertThatThrownBy(() -> state.serving(HELLO))
                        .hasMessageContaining("no ready revision (revision 2: PREPARING)"));
        function.given(imported(deployed(1, 1), 0), imported(ready(1, 1), 1))
                .when(new RollBackFunction(HELLO, 1, NOON))
                .expectException(RejectedException.class);
    }

    private static EventMessage<?> imported(Object event, long sequence) {
        return new GenericDomainEventMessage<>("Function", HELLO.value(), sequence, event)
                .andMetaData(Map.of("imported", "2026-11-28T00:00:00Z"));
    }

    @Test
    void a_second_worker_that_prepared_it_changes_nothing() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(new RecordRevisionReady(HELLO, 1, 1, IDENTITY, OTHER_WORKER, NOON))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_worker_that_fails_to_prepare_a_ready_revision_changes_nothing() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(reportFailed(1, 1))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_failed_revision_stays_failed() {
        function.given(deployed(1, 1), failed(1, 1))
                .when(reportReady(1, 1))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_failed_revision_leaves_the_previous_one_serving() {
        function.given(deployed(1, 1), ready(1, 1), deployed(1, 2))
                .when(reportFailed(1, 2))
                .expectEvents(failed(1, 2))
                .expectState(
                        state -> assertThat(state.serving(HELLO).revision()).isEqualTo(1));
    }

    @Test
    void a_revision_being_prepared_leaves_the_previous_one_serving() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(deploy())
                .expectState(
                        state -> assertThat(state.serving(HELLO).revision()).isEqualTo(1));
    }

    @Test
    void a_revision_that_becomes_ready_late_does_not_take_over_from_a_newer_one() {
        function.given(deployed(1, 1), deployed(1, 2), ready(1, 2))
                .when(reportReady(1, 1))
                .expectEvents(ready(1, 1))
                .expectState(
                        state -> assertThat(state.serving(HELLO).revision()).isEqualTo(2));
    }

    @Test
    void a_report_of_a_revision_that_was_never_deployed_changes_nothing() {
        function.given(deployed(1, 1))
                .when(reportReady(1, 7))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_report_of_a_function_that_was_never_deployed_cannot_be_decided() {
        function.givenNoPriorActivity().when(reportReady(1, 1)).expectException(AggregateNotFoundException.class);
    }

    @Test
    void rolling_back_lets_an_earlier_revision_serve() {
        function.given(deployed(1, 1), ready(1, 1), deployed(1, 2), ready(1, 2))
                .when(rollBackTo(1))
                .expectEvents(new FunctionRolledBack(HELLO, 1, 1, NOON))
                .expectState(
                        state -> assertThat(state.serving(HELLO).revision()).isEqualTo(1));
    }

    @Test
    void rolling_back_can_be_undone() {
        function.given(
                        deployed(1, 1),
                        ready(1, 1),
                        deployed(1, 2),
                        ready(1, 2),
                        new FunctionRolledBack(HELLO, 1, 1, NOON))
                .when(rollBackTo(2))
                .expectEvents(new FunctionRolledBack(HELLO, 1, 2, NOON));
    }

    @Test
    void a_deploy_after_a_roll_back_serves_once_it_is_ready() {
        function.given(
                        deployed(1, 1),
                        ready(1, 1),
                        deployed(1, 2),
                        ready(1, 2),
                        new FunctionRolledBack(HELLO, 1, 1, NOON),
                        deployed(1, 3))
                .when(reportReady(1, 3))
                .expectState(
                        state -> assertThat(state.serving(HELLO).revision()).isEqualTo(3));
    }

    @Test
    void rolling_back_to_the_revision_that_serves_changes_nothing() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(rollBackTo(1))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void refuses_to_roll_back_to_a_revision_that_does_not_exist() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(rollBackTo(7))
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownRevision("hello", 7).detail());
    }

    @Test
    void refuses_to_roll_back_to_a_revision_that_failed() {
        function.given(deployed(1, 1), failed(1, 1), deployed(1, 2), ready(1, 2))
                .when(rollBackTo(1))
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownRevision("hello", 1).detail());
    }

    @Test
    void refuses_to_roll_back_to_a_revision_that_is_being_prepared() {
        function.given(deployed(1, 1), ready(1, 1), deployed(1, 2))
                .when(rollBackTo(2))
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownRevision("hello", 2).detail());
    }

    @Test
    void refuses_to_roll_back_a_function_that_was_never_deployed() {
        function.givenNoPriorActivity()
                .when(rollBackTo(1))
                .expectNoEvents()
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownFunction("hello").detail());
    }

    @Test
    void refuses_to_roll_back_a_removed_function() {
        function.given(deployed(1, 1), ready(1, 1), removed(1))
                .when(rollBackTo(1))
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownFunction("hello").detail());
    }

    @Test
    void removing_ends_the_present_life() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(new RemoveFunction(HELLO, NOON))
                .expectEvents(removed(1));
    }

    @Test
    void a_function_can_be_removed_before_it_is_ready() {
        function.given(deployed(1, 1)).when(new RemoveFunction(HELLO, NOON)).expectEvents(removed(1));
    }

    @Test
    void refuses_to_remove_a_function_twice() {
        function.given(deployed(1, 1), removed(1))
                .when(new RemoveFunction(HELLO, NOON))
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownFunction("hello").detail());
    }

    @Test
    void refuses_to_remove_a_function_that_was_never_deployed() {
        function.givenNoPriorActivity()
                .when(new RemoveFunction(HELLO, NOON))
                .expectNoEvents()
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownFunction("hello").detail());
    }

    @Test
    void deploying_a_removed_name_begins_its_next_life() {
        function.given(deployed(1, 1), ready(1, 1), deployed(1, 2), removed(1))
                .when(deploy())
                .expectEvents(deployed(2, 1))
                .expectResultMessagePayload(new Revision(HELLO, 2, 1, Settings.DEFAULT));
    }

    @Test
    void nothing_of_a_former_life_serves() {
        function.given(deployed(1, 1), ready(1, 1), removed(1))
                .when(deploy())
                .expectState(state -> assertThatThrownBy(() -> state.serving(HELLO))
                        .hasMessage(new Rejection.NoReadyRevision("hello", "revision 1: PREPARING").detail()));
    }

    @Test
    void refuses_to_roll_back_to_a_revision_of_a_former_life() {
        function.given(deployed(1, 1), ready(1, 1), deployed(1, 2), ready(1, 2), removed(1), deployed(2, 1))
                .when(rollBackTo(2))
                .expectException(RejectedException.class)
                .expectExceptionMessage(new Rejection.UnknownRevision("hello", 2).detail());
    }

    @Test
    void a_late_report_of_a_former_life_changes_nothing() {
        function.given(deployed(1, 1), removed(1), deployed(2, 1))
                .when(reportReady(1, 1))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_report_after_the_removal_changes_nothing() {
        function.given(deployed(1, 1), removed(1))
                .when(reportReady(1, 1))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_removed_function_serves_nobody() {
        function.given(deployed(1, 1), ready(1, 1))
                .when(new RemoveFunction(HELLO, NOON))
                .expectState(state -> assertThatThrownBy(() -> state.serving(HELLO))
                        .hasMessage(new Rejection.UnknownFunction("hello").detail()));
    }

    @Test
    void says_how_far_the_latest_revision_is_when_none_is_ready() {
        function.given(deployed(1, 1))
                .when(reportFailed(1, 1))
                .expectState(state -> assertThatThrownBy(() -> state.serving(HELLO))
                        .hasMessage(new Rejection.NoReadyRevision("hello", "revision 1: FAILED").detail()));
    }

    private static DeployFunction deploy() {
        return new DeployFunction(HELLO, IMAGE, Settings.DEFAULT, NOON);
    }

    private static RecordRevisionReady reportReady(int life, int revision) {
        return new RecordRevisionReady(HELLO, life, revision, IDENTITY, WORKER, NOON);
    }

    private static RecordRevisionFailed reportFailed(int life, int revision) {
        return new RecordRevisionFailed(HELLO, life, revision, FailureKind.LOAD_FAILED, SAID, null, WORKER, NOON);
    }

    private static RollBackFunction rollBackTo(int revision) {
        return new RollBackFunction(HELLO, revision, NOON);
    }

    private static FunctionDeployed deployed(int life, int revision) {
        return new FunctionDeployed(HELLO, life, revision, IMAGE, Settings.DEFAULT, NOON);
    }

    private static RevisionReady ready(int life, int revision) {
        return new RevisionReady(HELLO, life, revision, IDENTITY, WORKER, NOON);
    }

    private static RevisionFailed failed(int life, int revision) {
        return new RevisionFailed(
                HELLO,
                life,
                revision,
                FailureKind.LOAD_FAILED,
                FailureKind.LOAD_FAILED.sentence(),
                SAID,
                null,
                WORKER,
                NOON);
    }

    private static FunctionRemoved removed(int life) {
        return new FunctionRemoved(HELLO, life, NOON);
    }
}
