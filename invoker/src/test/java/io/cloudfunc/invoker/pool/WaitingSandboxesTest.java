package io.cloudfunc.invoker.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.InMemoryEngine;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For which functions a pool makes a container ahead, and what becomes of it. */
class WaitingSandboxesTest {

    private static final ImageReference PYTHON = new ImageReference("python");
    private static final Blueprint RUNTIME = new Blueprint.WaitingRuntime(PYTHON, true);
    private static final Revisions HELLO = Revisions.of("hello");
    private static final Revisions OTHER = Revisions.of("other");
    private static final Revisions THIRD = Revisions.of("third");
    private static final int MOST = 2;

    private final InMemoryEngine engine = new InMemoryEngine();
    private final HeldTasks background = new HeldTasks();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private WarmPool pool = pool(2_048, Map.of());

    @BeforeEach
    void images_are_there() {
        for (var image : List.of("hello", "other", "third", "python")) {
            engine.register(image, call -> output());
        }
    }

    @Test
    void a_revision_found_ready_has_one_before_its_first_call() {
        pool.tryOut(HELLO.spec(), HELLO.sandbox());
        pool.makeAhead();
        reports.clear();

        var lease = call(HELLO);

        assertThat(engine.prepared()).containsExactly(waiting(HELLO));
        assertThat(engine.created()).hasSize(1);
        assertThat(lease.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(reports).hasSize(1);
    }

    @Test
    void a_function_that_is_called_has_one_for_its_next_container() {
        call(HELLO);
        pool.makeAhead();

        call(HELLO);
        pool.makeAhead();

        assertThat(engine.created()).hasSize(1);
        assertThat(pool.spares()).containsExactly(Map.entry(waiting(HELLO), 1));
    }

    @Test
    void a_function_with_all_its_containers_needs_none() {
        var one = HELLO.maxContainers(1);
        var lease = call(one);
        pool.makeAhead();
        assertThat(engine.prepared()).isEmpty();

        pool.discard(lease, StopReason.CALL_FAILED);
        background.runAll();
        pool.makeAhead();

        assertThat(engine.prepared()).containsExactly(waiting(one));
    }

    @Test
    void only_the_functions_used_last_have_one() {
        call(HELLO);
        call(OTHER);
        pool.makeAhead();
        call(THIRD);

        pool.makeAhead();
        background.runAll();

        assertThat(pool.spares()).containsExactly(Map.entry(waiting(THIRD), 1), Map.entry(waiting(OTHER), 1));
        assertThat(engine.owned()).hasSize(5);
    }

    @Test
    void a_call_of_a_warm_container_is_a_use_too() {
        pool.giveBack(call(HELLO));
        call(OTHER);
        call(HELLO);
        call(THIRD);

        pool.makeAhead();

        assertThat(pool.spares().keySet()).containsExactly(waiting(THIRD), waiting(HELLO));
    }

    @Test
    void a_new_revision_takes_the_place_of_the_one_before() {
        call(HELLO);
        pool.makeAhead();
        call(HELLO.revision(2));

        pool.makeAhead();
        background.runAll();

        assertThat(pool.spares()).containsExactly(Map.entry(waiting(HELLO.revision(2)), 1));
        assertThat(engine.owned()).hasSize(3);
    }

    @Test
    void it_goes_with_its_function() {
        call(HELLO);
        pool.makeAhead();

        pool.forget(HELLO.spec().lifeKey());
        background.runAll();
        pool.makeAhead();

        assertThat(pool.spares()).isEmpty();
        assertThat(engine.owned()).hasSize(1);
    }

    @Test
    void a_runtime_that_waits_for_any_source_makes_it_needless() {
        pool = pool(2_048, Map.of(RUNTIME, 1));
        pool.lease(HELLO.spec(), fromSource(HELLO));

        pool.makeAhead();

        assertThat(engine.prepared()).containsExactly(RUNTIME);
    }

    @Test
    void is_made_after_all_that_any_function_can_use_and_within_the_same_memory() {
        pool = pool(1_024, Map.of(RUNTIME, 2));
        call(HELLO);

        pool.makeAhead();

        assertThat(pool.spares()).containsExactly(Map.entry(RUNTIME, 2), Map.entry(waiting(HELLO), 0));
    }

    @Test
    void one_that_cannot_be_used_is_no_reason_for_a_call_to_fail() {
        call(HELLO);
        pool.makeAhead();
        engine.owned().forEach(owned -> engine.kill(owned.container()));

        call(HELLO);

        assertThat(engine.created()).hasSize(2);
    }

    private Lease call(Revisions revision) {
        return pool.lease(revision.spec(), revision.sandbox());
    }

    private static Blueprint waiting(Revisions revision) {
        return new Blueprint.WaitingSandbox(revision.sandbox());
    }

    private static SandboxSpec fromSource(Revisions revision) {
        var spec = revision.sandbox();
        return new SandboxSpec(
                spec.function(), spec.life(), spec.revision(), PYTHON, null, Path.of("source"), spec.settings());
    }

    private WarmPool pool(int memoryMiB, Map<Blueprint, Integer> kinds) {
        var limits = new Limits(memoryMiB, 4, new LinkedHashMap<>(kinds), MOST);
        var clock = new SettableClock();
        return new WarmPool(engine, new WorkerId("w1"), limits, Duration.ofSeconds(5), clock, reports::add, background);
    }

    private static Answer output() {
        return new Answer.Output("text/plain", new byte[0], new byte[0], Duration.ZERO);
    }
}
