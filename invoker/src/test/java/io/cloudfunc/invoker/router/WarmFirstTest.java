package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmFirstTest {

    private static final WorkerId A = new WorkerId("a");
    private static final WorkerId B = new WorkerId("b");
    private static final int REVISION = 2;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InFlight SENT_TO_ANY = new InFlight(NOW, "memory", null, null);

    @Test
    void a_worker_with_an_idle_container_comes_first() {
        assertThat(WarmFirst.workers(REVISION, List.of(container(A)), List.of(), NOW))
                .containsExactly(A);
    }

    @Test
    void of_several_the_one_with_the_most_idle_containers() {
        var containers = List.of(container(A), container(B), container(B));

        assertThat(WarmFirst.workers(REVISION, containers, List.of(), NOW)).containsExactly(B, A);
    }

    @Test
    void what_was_sent_to_a_worker_takes_one_of_its_containers() {
        var containers = List.of(container(A), container(B), container(B));

        assertThat(WarmFirst.workers(REVISION, containers, List.of(sentTo(B), sentTo(B)), NOW))
                .containsExactly(A);
    }

    @Test
    void nobody_is_preferred_when_there_are_as_many_calls_as_containers() {
        var containers = List.of(container(A), container(B));

        assertThat(WarmFirst.workers(REVISION, containers, List.of(SENT_TO_ANY, sentTo(A)), NOW))
                .isEmpty();
    }

    @Test
    void a_container_whose_warm_period_is_over_does_not_count() {
        assertThat(WarmFirst.workers(REVISION, List.of(container(A)), List.of(), NOW.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void a_container_of_another_revision_does_not_count() {
        assertThat(WarmFirst.workers(REVISION, List.of(container(A, 1)), List.of(), NOW))
                .isEmpty();
    }

    @Test
    void what_a_worker_took_at_once_takes_one_of_its_containers() {
        var taken = InFlight.taken(NOW, new Taker.RunsHere("process:node/1", A), () -> "memory");

        assertThat(WarmFirst.workers(REVISION, List.of(container(A), container(B)), List.of(taken), NOW))
                .containsExactly(B);
    }

    private static WarmContainer container(WorkerId worker) {
        return container(worker, REVISION);
    }

    private static WarmContainer container(WorkerId worker, int revision) {
        return new WarmContainer(worker, revision, Duration.ofSeconds(60), NOW, 1, "timer");
    }

    private static InFlight sentTo(WorkerId worker) {
        return new InFlight(NOW, "memory", worker, "calls." + worker);
    }
}
