package io.cloudfunc.query.invocation;

import static io.cloudfunc.query.Facts.abandoned;
import static io.cloudfunc.query.Facts.at;
import static io.cloudfunc.query.Facts.duplicate;
import static io.cloudfunc.query.Facts.execution;
import static io.cloudfunc.query.Facts.ref;
import static io.cloudfunc.query.Facts.requested;
import static io.cloudfunc.query.Facts.started;
import static io.cloudfunc.query.Facts.stopped;
import static io.cloudfunc.query.Facts.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.query.Facts;
import io.cloudfunc.query.invocation.Step.Kind;
import io.cloudfunc.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StoryTest {

    private final InvocationId id = Facts.invocation();

    @Test
    void tells_a_cold_call_from_acceptance_to_its_stored_outcome_and_its_times_add_up() {
        var run = new Execution(
                new ExecutionId(UUID.randomUUID()),
                Facts.WORKER,
                new ContainerId("box"),
                1,
                ColdReason.FIRST_CALL,
                at(1),
                at(2),
                at(9));
        var phases = new Phases(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
        var end = new InvocationSucceeded(
                id, new FunctionName("hello"), 1, 1, run, ref("text/plain", 1), null, phases, at(14));

        var steps = steps(
                Map.of(), stored(at(0), requested(id, "hello", 0)), stored(at(9), start(1, run)), stored(at(15), end));

        assertThat(steps)
                .extracting(Step::kind)
                .containsExactly(
                        Kind.ACCEPTED,
                        Kind.ROUTED,
                        Kind.RECEIVED,
                        Kind.WAITED,
                        Kind.CONTAINER_CREATED,
                        Kind.CONTAINER_STARTED,
                        Kind.CONTAINER_READY,
                        Kind.CALLED,
                        Kind.ANSWERED,
                        Kind.SUCCEEDED);
        assertThat(steps)
                .extracting(step -> step.took().toSeconds())
                .containsExactly(0L, 1L, 1L, 1L, 2L, 3L, 1L, 0L, 5L, 1L);
        assertThat(Story.total(steps)).isEqualTo(Duration.ofSeconds(15));
        assertThat(steps).noneMatch(Step::inferred);
        assertThat(steps.get(7).detail()).isEqualTo("cold (FIRST_CALL) container box, use 1");
    }

    @Test
    void tells_a_warm_call_whose_attempt_was_told_by_its_outcome_only() {
        var run = execution("box", 7, null, 1);

        var steps = steps(
                Map.of(),
                stored(at(0), requested(id, "hello", 0)),
                stored(at(3), succeeded(id, "hello", 1, run, ref("text/plain", 1), null, 2)));

        assertThat(steps)
                .extracting(Step::kind)
                .containsExactly(Kind.ACCEPTED, Kind.ROUTED, Kind.RECEIVED, Kind.CALLED, Kind.ANSWERED, Kind.SUCCEEDED);
        assertThat(steps.get(3).detail()).isEqualTo("warm container box, use 7");
        assertThat(Story.total(steps)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void infers_that_an_attempt_was_lost_where_another_followed() {
        var first = execution("box", 1, null, 1);
        var second = execution("other", 1, ColdReason.REPLACED, 60);

        var steps = steps(
                Map.of(new ContainerId("box"), StopReason.WORKER_LOST),
                stored(at(0), requested(id, "hello", 0)),
                stored(at(1), start(1, first)),
                stored(at(60), start(2, second)),
                stored(at(62), succeeded(id, "hello", 2, second, ref("text/plain", 1), null, 61)));

        var lost = steps.stream().filter(step -> step.kind() == Kind.LOST).toList();
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().inferred()).isTrue();
        assertThat(lost.getFirst().attempt()).isEqualTo(1);
        assertThat(lost.getFirst().detail()).contains("WORKER_LOST");
        assertThat(steps.getLast().kind()).isEqualTo(Kind.SUCCEEDED);
        assertThat(Story.total(steps)).isEqualTo(Duration.ofSeconds(62));
    }

    @Test
    void leaves_an_attempt_open_that_may_still_end_and_infers_its_loss_when_its_container_has_stopped() {
        var run = execution("box", 1, null, 1);
        var running = new StoredEvent[] {stored(at(0), requested(id, "hello", 0)), stored(at(1), start(1, run))};

        assertThat(steps(Map.of(), running).getLast().kind()).isEqualTo(Kind.CALLED);
        assertThat(new Story(List.of(running), (message, said) -> message).containersInQuestion())
                .containsExactly(new ContainerId("box"));

        var crashed = steps(Map.of(new ContainerId("box"), StopReason.ENGINE_LOST), running)
                .getLast();
        assertThat(crashed.kind()).isEqualTo(Kind.LOST);
        assertThat(crashed.inferred()).isTrue();
        assertThat(crashed.at()).isEqualTo(at(40));
    }

    @Test
    void tells_a_call_that_was_given_up_before_any_attempt() {
        var steps = steps(
                Map.of(),
                stored(at(0), requested(id, "hello", 0)),
                stored(at(9), abandoned(id, "hello", FailureKind.OVERDUE, "no worker took it", 9)));

        assertThat(steps).extracting(Step::kind).containsExactly(Kind.ACCEPTED, Kind.FAILED);
        assertThat(steps.getLast().detail()).isEqualTo("OVERDUE: no worker took it");
        assertThat(steps.getLast().took()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void tells_a_second_outcome_after_the_first_and_does_not_count_its_time() {
        var first = execution("box", 1, null, 1);
        var second = execution("other", 1, null, 5);

        var steps = steps(
                Map.of(),
                stored(at(0), requested(id, "hello", 0)),
                stored(at(1), start(1, first)),
                stored(at(5), start(2, second)),
                stored(at(7), succeeded(id, "hello", 1, first, ref("text/plain", 1), null, 6)),
                stored(at(9), duplicate(id, "hello", second, 8)));

        assertThat(steps).noneMatch(step -> step.kind() == Kind.LOST);
        assertThat(steps.getLast().kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(Story.total(steps)).isEqualTo(Duration.ofSeconds(7));
    }

    private List<Step> steps(Map<ContainerId, StopReason> stops, StoredEvent... history) {
        var stopped = stops.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, stop -> stopped(stop.getKey().value(), "hello", stop.getValue(), 40)));
        return new Story(List.of(history), (message, said) -> message).steps(stopped);
    }

    private InvocationEvent start(int attempt, Execution execution) {
        return started(id, "hello", attempt, execution);
    }

    private StoredEvent stored(Instant stored, InvocationEvent event) {
        return new StoredEvent(1, id.toString(), 0, event.getClass().getSimpleName(), stored, event, Map.of());
    }
}
