package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.api.wire.Task;
import io.cloudfunc.invoker.broker.UnconfirmedException;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.pool.Revisions;
import io.cloudfunc.invoker.pool.SettableClock;
import io.cloudfunc.invoker.router.Lane.Taken;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneElsewhereTest {

    private static final WorkerId HERE = new WorkerId("here");
    private static final WorkerId THERE = new WorkerId("there");
    private static final WorkerId OVER_THERE = new WorkerId("over-there");

    private record Sent(String queue, byte[] message) {}

    private final RevisionSpec revision = Revisions.of("hello").spec();
    private final WaitingLives waitingLives = new WaitingLives();
    private final SettableClock clock = new SettableClock();
    private final WireJson json = new WireJson();
    private final List<Sent> sent = new ArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> confirms = new ArrayList<>();
    private final List<InvocationId> givenBack = new ArrayList<>();
    private boolean takesCalls = true;
    private final LaneElsewhere lane = new LaneElsewhere(
            worker -> takesCalls ? Optional.of("calls." + worker) : Optional.empty(),
            (queue, message) -> {
                sent.add(new Sent(queue, message));
                confirms.add(new CompletableFuture<>());
                return confirms.getLast();
            },
            json,
            HERE,
            clock);

    @Test
    void sends_a_call_to_the_worker_that_has_an_idle_container() {
        know(container(THERE));

        var call = call(1, 7);

        var taken = take(call);

        assertThat(taken.map(Taken::taker)).contains(new Taker.SentTo(THERE, "calls.there"));
        assertThat(sent).extracting(Sent::queue).containsExactly("calls.there");
        var message = json.read(Task.class, sent.getFirst().message());
        assertThat(message.head()).isEqualTo(call);
        assertThat(message.parts()).containsExactly(new byte[7]);
    }

    @Test
    void a_large_body_does_not_come_along() {
        know(container(THERE));

        take(call(1, 20_000));

        assertThat(json.read(Task.class, sent.getFirst().message()).parts()).isEmpty();
    }

    @Test
    void knows_nothing_of_a_function_before_it_is_told() {
        assertThat(take(1)).isEmpty();
    }

    @Test
    void sends_nothing_for_containers_of_this_process() {
        know(container(HERE));

        assertThat(take(1)).isEmpty();
    }

    @Test
    void sends_nothing_to_a_worker_that_takes_no_calls() {
        know(container(THERE));
        takesCalls = false;

        assertThat(take(1)).isEmpty();
    }

    @Test
    void a_container_has_one_call_until_its_end() {
        know(container(THERE));
        take(1);
        assertThat(take(2)).isEmpty();

        lane.ended(ended(1));

        assertThat(take(3)).isPresent();
    }

    @Test
    void what_the_saga_has_sent_takes_a_container_and_what_runs_here_does_not() {
        lane.know(
                revision.lifeKey(),
                List.of(container(THERE), container(OVER_THERE), container(HERE)),
                Map.of(id(1), sentTo(THERE), id(2), sentTo(HERE)));

        assertThat(take(3).map(Taken::taker).map(Taker::worker)).contains(OVER_THERE);
        assertThat(take(4)).isEmpty();
    }

    @Test
    void what_was_sent_ahead_of_the_saga_counts_when_the_saga_has_not_come_to_it() {
        know(container(THERE));
        take(1);

        know(container(THERE));

        assertThat(take(2)).isEmpty();
    }

    @Test
    void a_call_has_ended_though_the_saga_has_not_heard_of_it() {
        lane.ended(ended(1));

        lane.know(revision.lifeKey(), List.of(container(THERE)), Map.of(id(1), sentTo(THERE)));

        assertThat(take(2)).isPresent();
    }

    @Test
    void a_call_that_another_process_ended_counts_no_longer_when_the_saga_has_heard_of_it() {
        know(container(THERE));
        take(1);
        lane.know(revision.lifeKey(), List.of(container(THERE)), Map.of(id(1), sentTo(THERE)));

        know(container(THERE));

        assertThat(take(2)).isPresent();
    }

    @Test
    void what_the_saga_came_to_and_saw_end_in_one_go_counts_no_longer() {
        know(container(THERE));
        var taken = take(1).orElseThrow();
        know(container(THERE));

        taken.accountedFor().run();

        assertThat(take(2)).isPresent();
    }

    @Test
    void sends_nothing_for_containers_of_another_revision() {
        know(new WarmContainer(THERE, revision.revision() + 1, Duration.ofSeconds(60), clock.instant(), 1, "timer"));

        assertThat(take(1)).isEmpty();
    }

    @Test
    void a_call_that_may_run_once_at_most_is_the_routers_to_send() {
        know(container(THERE));
        var call = call(1, 7);
        var settings = revision.settings();
        var once = new RevisionSpec(
                revision.function(),
                revision.life(),
                revision.revision(),
                revision.code(),
                settings.delivering(RetryPolicy.NONE, null, Delivery.AT_MOST_ONCE));

        var taken = take(
                new Execute(call.invocation(), once, call.payload(), call.routedAt(), call.due(), null, null, null));

        assertThat(taken).isEmpty();
        assertThat(take(call)).isPresent();
    }

    @Test
    void gives_back_what_is_not_confirmed_and_has_the_container_again() {
        know(container(THERE));
        take(1);

        confirms.getFirst().completeExceptionally(new UnconfirmedException("the broker is lost", null));

        assertThat(givenBack).containsExactly(id(1));
        assertThat(take(2)).isPresent();
    }

    @Test
    void the_saga_tells_of_its_containers_and_calls() {
        saga(0, false).tell(lane, waitingLives);

        assertThat(take(2)).isPresent();
        assertThat(take(3)).isEmpty();
    }

    @Test
    void nothing_is_sent_ahead_of_calls_that_wait_nor_of_a_function_that_was_removed() {
        Stream.of(saga(1, false), saga(0, true)).forEach(saga -> {
            know(container(THERE));

            saga.tell(lane, waitingLives);

            assertThat(take(2)).isEmpty();
        });
    }

    @Test
    void the_saga_tells_whether_calls_of_it_wait() {
        saga(1, false).tell(lane, waitingLives);
        assertThat(waitingLives.has(revision.lifeKey())).isTrue();

        saga(0, false).tell(lane, waitingLives);
        assertThat(waitingLives.has(revision.lifeKey())).isFalse();
    }

    /** With two containers, one of which has a call. */
    private InvokerSaga saga(int waiting, boolean removed) {
        var container = """
                {"worker":"there","revision":%d,"warmFor":"PT1M","lastUse":"%s","lease":1,"timer":"timer"}
                """.formatted(revision.revision(), clock.instant());
        var state = """
                {"function":"hello","life":%d,"capacity":4,"waiting":%d,"removed":%s,"preparing":{},
                 "containers":{"container-1":%s,"container-2":%s},
                 "inFlight":{"%s":{"due":"2026-12-01T00:00:00Z","incarnation":"memory","worker":"there","queue":"calls.there"}}}
                """.formatted(revision.life(), waiting, removed, container, container, id(1));
        return Jackson3Serializer.builder()
                .build()
                .deserialize(new SimpleSerializedObject<>(state, String.class, InvokerSaga.class.getName(), null));
    }

    private void know(WarmContainer... containers) {
        lane.know(revision.lifeKey(), List.of(containers), Map.of());
    }

    private Optional<Taken> take(long number) {
        return take(call(number, 7));
    }

    private Optional<Taken> take(Execute call) {
        return lane.take(call, new byte[(int) call.payload().size()], () -> givenBack.add(call.invocation()));
    }

    private Execute call(long number, int size) {
        var payload = Payload.of(new UUID(0, number), "text/plain", new byte[size], new SecureRandom());
        return new Execute(id(number), revision, payload.ref(), clock.instant(), clock.instant(), null, null, null);
    }

    private InvocationAbandoned ended(long number) {
        return new InvocationAbandoned(
                id(number), revision.function(), revision.life(), FailureKind.CANCELLED, "over", clock.instant());
    }

    /** Made when the test begins, however late it is. */
    private static InvocationId id(long number) {
        var made = new SettableClock().instant().toEpochMilli();
        return new InvocationId(new UUID(made << 16 | 0x7000, 0x8000_0000_0000_0000L | number));
    }

    private WarmContainer container(WorkerId worker) {
        return new WarmContainer(worker, revision.revision(), Duration.ofSeconds(60), clock.instant(), 1, "timer");
    }

    private InFlight sentTo(WorkerId worker) {
        return new InFlight(clock.instant(), "memory", worker, "calls." + worker);
    }
}
