package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.test.saga.FixtureExecutionResult;
import org.axonframework.test.saga.SagaTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InvokerSagaTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final ContainerId CONTAINER = new ContainerId("container-1");
    private static final Duration WARM_FOR = Duration.ofSeconds(60);
    private static final int CAPACITY = 2 * InvokerSaga.CALLS_PER_CONTAINER;

    private final RecordedDispatches sent = new RecordedDispatches();
    private SagaTestFixture<InvokerSaga> saga;
    private Instant start;
    private String brokersMemory = "memory-1";

    @BeforeEach
    void fixture() {
        saga = new SagaTestFixture<>(InvokerSaga.class);
        start = saga.currentTime();
        saga.registerResource(sent);
        saga.registerResource(new InMemoryBacklog());
        saga.registerResource(new InMemoryRevisions());
        saga.registerResource((Incarnations) () -> brokersMemory);
        saga.registerResource((AcceptedCalls) call -> requested(call.value().getLeastSignificantBits() & 0xFFFF));
        saga.registerResource(new FixtureClock(saga));
    }

    @Test
    void expires_a_container_60_seconds_after_its_last_use() {
        deployedAndStarted();

        saga.whenTimeElapses(WARM_FOR);

        assertThat(sent.retired).containsExactly(retire(0));
    }

    @Test
    void leaves_a_container_alone_just_before_60_seconds() {
        deployedAndStarted();

        saga.whenTimeElapses(WARM_FOR.minusMillis(1));

        assertThat(sent.retired).isEmpty();
    }

    @Test
    void each_call_resets_the_60_seconds() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(requested(1))
                .andThenTimeElapses(Duration.ofSeconds(40))
                .andThenAPublished(succeeded(1, 1, start.plusSeconds(40)));

        saga.whenTimeElapses(Duration.ofSeconds(59));
        assertThat(sent.retired).isEmpty();
    }

    @Test
    void counts_60_seconds_from_the_end_of_the_reset() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(requested(1))
                .andThenTimeElapses(Duration.ofSeconds(40))
                .andThenAPublished(succeeded(1, 1, start.plusSeconds(40)));

        saga.whenTimeElapses(Duration.ofSeconds(60));

        assertThat(sent.retired).containsExactly(retire(1));
    }

    @Test
    void an_older_use_reported_late_does_not_shorten_the_period() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(succeeded(2, 2, start.plusSeconds(30)));
        saga.givenAPublished(succeeded(1, 1, start.plusSeconds(10)));

        saga.whenTimeElapses(Duration.ofSeconds(89));
        assertThat(sent.retired).isEmpty();
    }

    @Test
    void names_the_last_lease_so_that_a_newer_one_keeps_the_container() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(succeeded(1, 7, start));

        saga.whenTimeElapses(WARM_FOR);

        assertThat(sent.retired).containsExactly(retire(7));
    }

    @Test
    void asks_again_until_the_stop_is_stored() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(requested(1)).andThenTimeElapses(WARM_FOR).andThenTimeElapses(InvokerSaga.ASK_AGAIN);

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN);

        assertThat(sent.retired).hasSize(3).containsOnly(retire(0));
    }

    @Test
    void asks_no_more_once_the_container_stopped() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(ready());
        saga.givenAPublished(
                new ContainerStopped(CONTAINER, HELLO, 1, WORKER, StopReason.WARM_EXPIRED, start.plusSeconds(1)));

        saga.whenTimeElapses(Duration.ofHours(1)).expectNoScheduledDeadlines();

        assertThat(sent.retired).isEmpty();
    }

    @Test
    void sends_calls_up_to_its_capacity_and_keeps_the_rest_waiting() throws Exception {
        deployed();

        requestMany(CAPACITY + 3);

        assertThat(sent.executed).hasSize(CAPACITY);
    }

    @Test
    void sends_more_calls_of_a_large_function_with_each_container_that_there_is() throws Exception {
        saga.givenAPublished(deployment(1, 1_000));
        requestMany(InvokerSaga.CALLS_AHEAD + 5);
        assertThat(sent.executed).hasSize(InvokerSaga.CALLS_AHEAD);

        saga.givenAPublished(started());

        assertThat(sent.executed).hasSize(InvokerSaga.CALLS_AHEAD + InvokerSaga.CALLS_PER_CONTAINER);
    }

    @Test
    void sends_the_next_waiting_call_when_one_ends() throws Exception {
        deployed();
        requestMany(CAPACITY + 1);

        saga.givenAPublished(succeeded(1, 1, start));

        assertThat(sent.executed)
                .hasSize(CAPACITY + 1)
                .last()
                .isEqualTo(requested(CAPACITY + 1).invocation());
    }

    @Test
    void ends_waiting_calls_when_the_function_is_removed() throws Exception {
        deployed();
        requestMany(CAPACITY + 50);

        saga.givenAPublished(new FunctionRemoved(HELLO, 1, start));

        assertThat(sent.abandoned).hasSize(50).containsValue(FailureKind.FUNCTION_REMOVED);
        assertThat(sent.forgotten).containsExactly(new ForgetFunction(HELLO, 1));
    }

    @Test
    void ends_a_call_that_was_accepted_in_the_instant_of_the_removal() throws Exception {
        deployed();
        saga.givenAPublished(new FunctionRemoved(HELLO, 1, start));

        saga.givenAPublished(requested(1));

        assertThat(sent.executed).isEmpty();
        assertThat(sent.abandoned).containsEntry(requested(1).invocation(), FailureKind.FUNCTION_REMOVED);
    }

    @Test
    void ends_a_call_that_no_worker_ended_by_its_due_instant() throws Exception {
        deployed();
        saga.givenAPublished(requested(1));

        saga.whenTimeElapses(Duration.ofHours(1));

        assertThat(sent.abandoned).containsEntry(requested(1).invocation(), FailureKind.OVERDUE);
    }

    @Test
    void asks_for_the_end_of_an_overdue_call_again_since_it_may_have_begun_and_go_on() throws Exception {
        deployed();
        saga.givenAPublished(requested(1));
        saga.whenTimeElapses(Duration.ofHours(1));
        sent.abandoned.clear();

        saga.whenTimeElapses(InvokerSaga.OVERDUE_AGAIN.minusSeconds(1));
        assertThat(sent.abandoned).isEmpty();
        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN);

        assertThat(sent.abandoned).containsEntry(requested(1).invocation(), FailureKind.OVERDUE);
    }

    @Test
    void ends_waiting_calls_that_did_not_begin_by_their_due_instant() throws Exception {
        deployed();
        requestMany(CAPACITY + 2);

        saga.whenTimeElapses(Duration.ofHours(1));

        assertThat(sent.abandoned).containsEntry(requested(CAPACITY + 2).invocation(), FailureKind.OVERDUE);
        assertThat(sent.executed).hasSize(CAPACITY);
    }

    @Test
    void sends_a_call_whose_attempt_failed_again_when_its_time_has_come() throws Exception {
        deployed();
        saga.givenAPublished(requested(1));
        saga.givenAPublished(attemptFailed(1, start.plusSeconds(10)));

        saga.whenTimeElapses(Duration.ofMillis(9_999));
        assertThat(sent.executed).hasSize(1);
        saga.whenTimeElapses(Duration.ofMillis(1));

        assertThat(sent.executed)
                .containsExactly(requested(1).invocation(), requested(1).invocation());
    }

    @Test
    void sends_each_failed_call_at_its_own_time() throws Exception {
        deployed();
        saga.givenAPublished(requested(1)).andThenAPublished(requested(2));
        saga.givenAPublished(attemptFailed(1, start.plusSeconds(20)));
        saga.givenAPublished(attemptFailed(2, start.plusSeconds(10)));

        saga.whenTimeElapses(Duration.ofSeconds(10));
        assertThat(sent.executed).hasSize(3).last().isEqualTo(requested(2).invocation());
        saga.whenTimeElapses(Duration.ofSeconds(10));

        assertThat(sent.executed).hasSize(4).last().isEqualTo(requested(1).invocation());
    }

    @Test
    void gives_the_room_of_a_call_that_waits_for_its_next_attempt_to_another() throws Exception {
        deployed();
        requestMany(CAPACITY + 1);

        saga.givenAPublished(attemptFailed(1, start.plusSeconds(10)));

        assertThat(sent.executed).last().isEqualTo(requested(CAPACITY + 1).invocation());
    }

    @Test
    void lets_a_call_wait_for_room_when_the_time_of_its_next_attempt_has_come() throws Exception {
        deployed();
        requestMany(CAPACITY + 1);
        saga.givenAPublished(attemptFailed(1, start.plusSeconds(10)));
        saga.whenTimeElapses(Duration.ofSeconds(10));
        assertThat(sent.executed).hasSize(CAPACITY + 1);

        saga.givenAPublished(succeeded(2, 1, start));

        assertThat(sent.executed)
                .hasSize(CAPACITY + 2)
                .last()
                .isEqualTo(requested(1).invocation());
    }

    @Test
    void never_sends_a_call_again_that_ended_while_its_next_attempt_waited() throws Exception {
        deployed();
        saga.givenAPublished(requested(1));
        saga.givenAPublished(attemptFailed(1, start.plusSeconds(10)));
        saga.givenAPublished(succeeded(1, 1, start));

        saga.whenTimeElapses(Duration.ofSeconds(10));

        assertThat(sent.executed).hasSize(1);
    }

    @Test
    void ends_calls_that_wait_for_their_next_attempt_when_the_function_is_removed() throws Exception {
        deployed();
        saga.givenAPublished(requested(1)).andThenAPublished(requested(2));
        saga.givenAPublished(attemptFailed(1, start.plusSeconds(10)));
        saga.givenAPublished(new FunctionRemoved(HELLO, 1, start));
        saga.givenAPublished(attemptFailed(2, start.plusSeconds(10)));

        assertThat(sent.abandoned)
                .containsEntry(requested(1).invocation(), FailureKind.FUNCTION_REMOVED)
                .containsEntry(requested(2).invocation(), FailureKind.FUNCTION_REMOVED);
    }

    @Test
    void tells_the_workers_to_stop_a_call_that_is_cancelled_and_sends_the_next() throws Exception {
        deployed();
        requestMany(CAPACITY + 1);

        saga.givenAPublished(cancelled(1));

        assertThat(sent.cancelled).containsExactly(requested(1).invocation());
        assertThat(sent.executed).hasSize(CAPACITY + 1);
    }

    @Test
    void never_sends_a_call_that_is_cancelled_while_it_waits() throws Exception {
        deployed();
        requestMany(CAPACITY + 2);

        saga.givenAPublished(cancelled(CAPACITY + 1));
        saga.givenAPublished(succeeded(1, 1, start));
        saga.givenAPublished(succeeded(2, 1, start));

        assertThat(sent.cancelled).isEmpty();
        assertThat(sent.executed)
                .contains(requested(CAPACITY + 2).invocation())
                .doesNotContain(requested(CAPACITY + 1).invocation());
    }

    @Test
    void sends_calls_at_once_when_all_that_waited_are_cancelled() throws Exception {
        deployed();
        requestMany(CAPACITY + 1);
        saga.givenAPublished(cancelled(CAPACITY + 1));
        saga.givenAPublished(succeeded(1, 1, start));

        saga.givenAPublished(requested(CAPACITY + 2));

        assertThat(sent.executed).last().isEqualTo(requested(CAPACITY + 2).invocation());
    }

    @Test
    void sends_again_what_a_broker_lost_with_its_data_as_calls_that_may_have_begun() throws Exception {
        deployed();
        saga.givenAPublished(requested(1)).andThenAPublished(requested(2));
        saga.givenAPublished(succeeded(2, 1, start));
        brokersMemory = "memory-2";

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN);

        assertThat(sent.executed)
                .containsExactly(
                        requested(1).invocation(),
                        requested(2).invocation(),
                        requested(1).invocation());
        assertThat(sent.sentAsBegun).containsExactly(requested(1).invocation());
        assertThat(sent.prepared).containsExactly(1, 1);
    }

    @Test
    void sends_nothing_again_to_a_broker_that_still_has_it() throws Exception {
        deployed();
        saga.givenAPublished(requested(1));

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN.multipliedBy(3));

        assertThat(sent.executed).containsExactly(requested(1).invocation());
        assertThat(sent.prepared).containsExactly(1);
    }

    @Test
    void does_not_send_a_call_that_was_taken_right_after_it_was_accepted() throws Exception {
        deployed();
        taken(1);
        saga.givenAPublished(requested(1));

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN.multipliedBy(3));

        assertThat(sent.executed).isEmpty();
    }

    @Test
    void a_taken_call_takes_the_room_of_one_that_is_sent_and_gives_it_back_at_its_end() throws Exception {
        deployed();
        taken(1);
        requestMany(CAPACITY + 1);
        assertThat(sent.executed).hasSize(CAPACITY - 1);

        saga.givenAPublished(succeeded(1, 1, start));

        assertThat(sent.executed).hasSize(CAPACITY);
    }

    @Test
    void sends_a_taken_call_as_one_that_may_have_begun_when_who_took_it_is_gone() throws Exception {
        deployed();
        taken(1);
        requestMany(2);
        sent.lost.add(requested(1).invocation());

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN.multipliedBy(3));

        assertThat(sent.executed)
                .containsExactly(requested(2).invocation(), requested(1).invocation());
        assertThat(sent.sentAsBegun).containsExactly(requested(1).invocation());
    }

    @Test
    void looks_after_a_call_that_was_taken_in_the_instant_of_the_removal() throws Exception {
        deployed();
        taken(1);
        saga.givenAPublished(new FunctionRemoved(HELLO, 1, start));

        saga.givenAPublished(requested(1));

        assertThat(sent.abandoned).isEmpty();
    }

    @Test
    void does_not_ask_the_broker_for_a_call_that_was_taken() throws Exception {
        deployed();
        taken(1);
        saga.givenAPublished(requested(1));
        brokersMemory = "memory-2";

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN);

        assertThat(sent.executed).isEmpty();
    }

    @Test
    void sends_a_call_to_the_worker_that_has_an_idle_container() throws Exception {
        deployedAndStarted();

        saga.givenAPublished(requested(1));

        assertThat(sent.sentTo)
                .containsEntry(requested(1).invocation(), Optional.of(RecordedDispatches.queueOf(WORKER)));
    }

    @Test
    void sends_a_call_to_any_worker_when_all_containers_are_taken() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(requested(1));

        saga.givenAPublished(requested(2));

        assertThat(sent.sentTo).containsEntry(requested(2).invocation(), Optional.empty());
    }

    @Test
    void sends_a_call_to_any_worker_when_the_one_with_an_idle_container_takes_none() throws Exception {
        deployedAndStarted();
        sent.queuesGone.add(RecordedDispatches.queueOf(WORKER));

        saga.givenAPublished(requested(1));

        assertThat(sent.sentTo).containsEntry(requested(1).invocation(), Optional.empty());
    }

    @Test
    void sends_a_call_to_any_worker_as_one_that_may_have_begun_when_its_queue_is_gone() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(requested(1));
        sent.queuesGone.add(RecordedDispatches.queueOf(WORKER));

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN.multipliedBy(3));

        assertThat(sent.executed)
                .containsExactly(requested(1).invocation(), requested(1).invocation());
        assertThat(sent.sentAsBegun).containsExactly(requested(1).invocation());
        assertThat(sent.sentTo).containsEntry(requested(1).invocation(), Optional.empty());
    }

    @Test
    void leaves_a_call_to_its_worker_while_its_queue_is_there() throws Exception {
        deployedAndStarted();
        saga.givenAPublished(requested(1));

        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN.multipliedBy(3));

        assertThat(sent.executed).containsExactly(requested(1).invocation());
    }

    @Test
    void sends_a_call_to_any_worker_when_the_container_was_taken_for_another_one_at_once() throws Exception {
        deployedAndStarted();
        taken(1);
        saga.givenAPublished(requested(1));

        saga.givenAPublished(requested(2));

        assertThat(sent.sentTo).containsOnly(Map.entry(requested(2).invocation(), Optional.empty()));
    }

    @Test
    void sends_no_call_for_a_container_of_which_the_revision_was_not_kept() {
        var stored = """
                {"worker":"worker-1","warmFor":"PT1M","lastUse":"2026-01-01T00:00:00Z","lease":3,"timer":"timer-1"}
                """;

        var container = JsonMapper.builder().build().readValue(stored, WarmContainer.class);

        assertThat(container.runs(0)).isFalse();
    }

    @Test
    void a_call_that_was_sent_elsewhere_at_once_is_sent_to_any_worker_when_that_queue_is_gone() throws Exception {
        deployed();
        var queue = RecordedDispatches.queueOf(WORKER);
        sent.taken.put(requested(1).invocation(), new Taker.SentTo(WORKER, queue));
        saga.givenAPublished(requested(1));
        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN);
        assertThat(sent.executed).isEmpty();

        sent.queuesGone.add(queue);
        saga.whenTimeElapses(InvokerSaga.ASK_AGAIN);

        assertThat(sent.sentTo).containsOnly(Map.entry(requested(1).invocation(), Optional.empty()));
        assertThat(sent.sentAsBegun).containsExactly(requested(1).invocation());
    }

    private void taken(long number) {
        sent.taken.put(requested(number).invocation(), new Taker.RunsHere("process:node/1", WORKER));
    }

    @Test
    void keeps_all_it_knows_over_a_restart() throws Exception {
        var serializer = Jackson3Serializer.builder().build();
        var state = """
                {"function":"hello","life":1,"capacity":4,"waiting":2,"removed":false,"watchTimer":"timer-2",
                 "retryTimer":"2026-01-01T00:00:10Z",
                 "preparing":{"2":"memory-1"},
                 "containers":{"container-1":{"worker":"worker-1","revision":1,"warmFor":"PT1M","lastUse":"2026-01-01T00:00:00Z",
                   "lease":3,"timer":"timer-1"}},
                 "inFlight":{"00000000-0000-7000-0000-000000000001":
                   {"due":"2026-01-01T01:00:00Z","incarnation":"memory-1","worker":"worker-1","queue":"calls.worker-1.1"}}}
                """;

        InvokerSaga restored = serializer.deserialize(
                new SimpleSerializedObject<>(state, String.class, InvokerSaga.class.getName(), null));

        var mapper = JsonMapper.builder().build();
        assertThat(mapper.readTree(serializer.serialize(restored, String.class).getData()))
                .isEqualTo(mapper.readTree(state));
    }

    @Test
    void prepares_each_revision_in_the_saga_of_its_life() throws Exception {
        deployed();

        FixtureExecutionResult result = saga.whenPublishingA(deployment(2));

        result.expectActiveSagas(1);
        assertThat(sent.prepared).containsExactly(1, 2);
    }

    private RevisionReady ready() {
        return new RevisionReady(HELLO, 1, 1, new CodeIdentity("sha256:0", null), WORKER, start);
    }

    private void deployed() {
        saga.givenAPublished(deployment(1));
    }

    private void deployedAndStarted() {
        deployed();
        try {
            saga.givenAPublished(started());
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ContainerStarted started() {
        return new ContainerStarted(CONTAINER, HELLO, 1, 1, WORKER, ColdReason.FIRST_CALL, WARM_FOR, start);
    }

    private void requestMany(int calls) throws Exception {
        for (var number : IntStream.rangeClosed(1, calls).toArray()) {
            saga.givenAPublished(requested(number));
        }
    }

    private FunctionDeployed deployment(int revision) {
        return deployment(revision, 2);
    }

    private FunctionDeployed deployment(int revision, int maxContainers) {
        var settings = new Settings(
                128, 1, 64, 16, Duration.ofSeconds(30), WARM_FOR, 1, maxContainers, Network.NONE, Map.of(), Map.of());
        return new FunctionDeployed(
                HELLO, 1, revision, new Code.Image(new ImageReference("hello:1"), null), settings, start);
    }

    private InvocationRequested requested(long number) {
        var call = BacklogContract.call("hello", number);
        return new InvocationRequested(
                call.invocation(),
                call.function(),
                call.life(),
                call.revision(),
                call.payload(),
                start,
                start.plus(Duration.ofHours(1)),
                null);
    }

    private InvocationSucceeded succeeded(long number, long lease, Instant endedAt) {
        var call = requested(number);
        var execution = new Execution(
                new ExecutionId(new UUID(0x8000, number)), WORKER, CONTAINER, lease, null, start, start, start);
        return new InvocationSucceeded(
                call.invocation(), HELLO, 1, 1, execution, call.payload(), null, Phases.NONE, endedAt);
    }

    private AttemptFailed attemptFailed(long number, Instant retryAt) {
        var execution = new Execution(
                new ExecutionId(new UUID(0x8001, number)), WORKER, CONTAINER, 1, null, start, start, start);
        return new AttemptFailed(
                requested(number).invocation(),
                HELLO,
                1,
                1,
                execution,
                FailureKind.HANDLER_RAISED,
                "KeyError",
                null,
                null,
                Phases.NONE,
                start,
                retryAt);
    }

    private InvocationAbandoned cancelled(long number) {
        return new InvocationAbandoned(
                requested(number).invocation(), HELLO, 1, FailureKind.CANCELLED, "the call was cancelled", start);
    }

    private static RetireContainer retire(long lease) {
        return new RetireContainer(CONTAINER, HELLO, 1, lease);
    }

    private static final class InMemoryRevisions implements Revisions {

        private final Map<Integer, RevisionSpec> saved = new HashMap<>();

        @Override
        public void save(RevisionSpec revision) {
            saved.put(revision.revision(), revision);
        }

        @Override
        public Optional<RevisionSpec> known(String lifeKey, int revision) {
            return Optional.ofNullable(saved.get(revision));
        }

        @Override
        public RevisionSpec get(String lifeKey, int revision) {
            return saved.get(revision);
        }
    }

    /** The fixture's time, which it moves from deadline to deadline. */
    private static final class FixtureClock extends Clock {

        private final SagaTestFixture<?> fixture;

        private FixtureClock(SagaTestFixture<?> fixture) {
            this.fixture = fixture;
        }

        @Override
        public Instant instant() {
            return fixture.currentTime();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
