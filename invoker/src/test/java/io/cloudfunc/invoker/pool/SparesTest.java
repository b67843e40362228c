package io.cloudfunc.invoker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.InMemoryEngine;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pool makes ahead, and what becomes of it. */
class SparesTest {

    private static final ImageReference PYTHON = new ImageReference("python");
    private static final Blueprint NETWORK = new Blueprint.EmptyNetwork(PYTHON);
    private static final Blueprint RUNTIME = new Blueprint.WaitingRuntime(PYTHON, true);
    private static final Revisions HELLO = Revisions.of("hello");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock();
    private final InMemoryEngine engine = new InMemoryEngine();
    private final HeldTasks background = new HeldTasks();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private WarmPool pool = pool(2_048, 2, 2);

    @BeforeEach
    void images_are_there() {
        engine.register("hello", call -> output());
        engine.register("python", call -> output());
    }

    @Test
    void makes_ahead_as_many_as_are_wanted_and_tells_nobody() {
        pool.makeAhead();

        assertThat(engine.prepared()).containsExactly(NETWORK, NETWORK, RUNTIME, RUNTIME);
        assertThat(pool.spares()).containsExactly(Map.entry(NETWORK, 2), Map.entry(RUNTIME, 2));
        assertThat(reports).isEmpty();
    }

    @Test
    void a_function_from_source_gets_a_runtime_that_waits() {
        pool.makeAhead();

        var lease = leaseFromSource(HELLO);

        assertThat(engine.created()).isEmpty();
        assertThat(lease.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(pool.spares()).containsEntry(RUNTIME, 1);
        assertThat(reports)
                .singleElement()
                .isInstanceOfSatisfying(
                        RecordContainerStarted.class,
                        started -> assertThat(started.container()).isEqualTo(lease.container()));
    }

    @Test
    void a_function_from_an_image_gets_a_container_in_a_network_that_waits() {
        pool.makeAhead();

        var lease = pool.lease(HELLO.spec(), HELLO.sandbox());

        assertThat(engine.created()).containsExactly(HELLO.sandbox());
        assertThat(lease.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(pool.spares()).containsEntry(NETWORK, 1);
    }

    @Test
    void no_two_calls_ever_get_the_same() {
        pool.makeAhead();
        var first = leaseFromSource(HELLO);
        pool.discard(first, StopReason.CALL_FAILED);
        background.runAll();
        pool.makeAhead();

        var second = leaseFromSource(HELLO);
        var other = leaseFromSource(Revisions.of("other"));

        assertThat(List.of(first.container(), second.container(), other.container()))
                .doesNotHaveDuplicates();
    }

    @Test
    void starts_from_nothing_when_all_are_used_up_and_makes_new_ones() {
        pool = pool(2_048, 0, 1);
        pool.makeAhead();
        leaseFromSource(HELLO);

        leaseFromSource(HELLO);
        assertThat(engine.created()).hasSize(1);

        pool.makeAhead();
        leaseFromSource(HELLO);
        assertThat(engine.created()).hasSize(1);
    }

    @Test
    void a_call_does_not_fail_for_something_made_ahead_that_cannot_be_used() {
        pool.makeAhead();
        var waiting = engine.owned().stream().map(OwnedContainer::container).toList();
        waiting.forEach(engine::kill);

        var lease = leaseFromSource(HELLO);
        background.runAll();

        assertThat(lease.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(waiting).doesNotContain(lease.container());
        assertThat(engine.owned()).hasSize(4);
    }

    @Test
    void what_ended_is_removed_and_made_anew() {
        pool.makeAhead();
        var waiting = engine.owned().getLast().container();

        pool.exited(waiting);
        background.runAll();
        assertThat(engine.owned()).extracting(OwnedContainer::container).doesNotContain(waiting);
        assertThat(pool.spares()).containsEntry(RUNTIME, 1);

        pool.makeAhead();
        assertThat(pool.spares()).containsEntry(RUNTIME, 2);
    }

    @Test
    void what_the_engine_lost_is_made_anew() {
        pool.makeAhead();
        engine.owned().forEach(owned -> engine.remove(owned.container()));

        pool.examine();

        assertThat(pool.spares()).containsEntry(NETWORK, 0).containsEntry(RUNTIME, 0);
    }

    @Test
    void what_cannot_be_made_is_tried_again_after_a_while() {
        engine.unregister("python");
        pool.makeAhead();
        engine.register("python", call -> output());

        pool.makeAhead();
        assertThat(engine.prepared()).isEmpty();

        clock.goOn(Duration.ofSeconds(30));
        pool.makeAhead();
        assertThat(engine.prepared()).hasSize(4);
    }

    @Test
    void gives_its_memory_to_a_call_that_needs_it() {
        pool = pool(512, 0, 1);
        pool.makeAhead();
        var large = HELLO.memoryMiB(512);

        var lease = pool.lease(large.spec(), large.sandbox());

        assertThat(engine.owned()).extracting(OwnedContainer::container).containsExactly(lease.container());
        pool.makeAhead();
        assertThat(engine.prepared()).hasSize(1);
    }

    @Test
    void a_container_takes_its_network_with_it() {
        pool = pool(2_048, 1, 0);
        pool.makeAhead();
        var lease = pool.lease(HELLO.spec(), HELLO.sandbox());

        pool.discard(lease, StopReason.CALL_FAILED);
        background.runAll();

        assertThat(engine.owned()).isEmpty();
    }

    @Test
    void closing_removes_what_nobody_claimed() throws InterruptedException {
        pool = pool(2_048, 2, 2, Executors.newVirtualThreadPerTaskExecutor());
        pool.makeAhead();

        assertThat(pool.close(SOON)).isTrue();

        assertThat(engine.owned()).isEmpty();
        pool.makeAhead();
        assertThat(engine.owned()).isEmpty();
    }

    @Test
    void closing_removes_what_is_just_being_made() throws InterruptedException {
        pool = pool(2_048, 1, 0, Executors.newVirtualThreadPerTaskExecutor());
        engine.holdStarts();
        var making = Thread.startVirtualThread(pool::makeAhead);
        await().until(() -> !engine.owned().isEmpty());
        var closing = CompletableFuture.supplyAsync(() -> {
            try {
                return pool.close(SOON);
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        await().until(pool::isClosed);

        engine.releaseStarts();

        assertThat(closing.join()).isTrue();
        making.join();
        assertThat(engine.owned()).isEmpty();
    }

    private WarmPool pool(int memoryMiB, int networks, int runtimes) {
        return pool(memoryMiB, networks, runtimes, background);
    }

    private WarmPool pool(int memoryMiB, int networks, int runtimes, Executor executor) {
        var sizes = new LinkedHashMap<Blueprint, Integer>();
        sizes.put(NETWORK, networks);
        sizes.put(RUNTIME, runtimes);
        var limits = new Limits(memoryMiB, 4, sizes);
        return new WarmPool(engine, new WorkerId("w1"), limits, SOON, clock, reports::add, executor);
    }

    private Lease leaseFromSource(Revisions revision) {
        var spec = revision.spec();
        return pool.lease(
                spec,
                new SandboxSpec(
                        spec.function(),
                        spec.life(),
                        spec.revision(),
                        PYTHON,
                        null,
                        Path.of("source"),
                        spec.settings()));
    }

    private static Answer output() {
        return new Answer.Output("text/plain", new byte[0], new byte[0], Duration.ZERO);
    }
}
