package io.cloudfunc.invoker.pool;

import static io.cloudfunc.api.container.StopReason.CALL_FAILED;
import static io.cloudfunc.api.container.StopReason.ENGINE_LOST;
import static io.cloudfunc.api.container.StopReason.EVICTED;
import static io.cloudfunc.api.container.StopReason.EXITED;
import static io.cloudfunc.api.container.StopReason.FUNCTION_REMOVED;
import static io.cloudfunc.api.container.StopReason.REVISION_REPLACED;
import static io.cloudfunc.api.container.StopReason.ROUTER_SILENT;
import static io.cloudfunc.api.container.StopReason.WARM_EXPIRED;
import static io.cloudfunc.api.container.StopReason.WORKER_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.InMemoryEngine;
import io.cloudfunc.invoker.engine.OwnedContainer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmPoolTest {

    private static final Revisions HELLO = Revisions.of("hello");
    private static final Revisions ONE = HELLO.maxContainers(1);
    private static final Revisions OTHER = Revisions.of("other");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock();
    private final InMemoryEngine engine = new InMemoryEngine();
    private final HeldTasks background = new HeldTasks();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private WarmPool pool = pool(new Limits(1_024, 4));

    @BeforeEach
    void images_are_there() {
        engine.register("hello", call -> new Answer.Output("text/plain", new byte[0], new byte[0], Duration.ZERO));
        engine.register("other", call -> new Answer.Output("text/plain", new byte[0], new byte[0], Duration.ZERO));
        engine.registerBroken("broken", new EngineException(FailureKind.LOAD_FAILED, "no handler", "oh".getBytes()));
    }

    @Test
    void counts_what_it_has_and_how_often_a_container_was_found_warm() {
        pool.giveBack(lease(HELLO));
        var busy = lease(HELLO);
        var cold = lease(OTHER);
        pool.giveBack(cold);

        assertThat(pool.hits()).isEqualTo(1);
        assertThat(pool.misses()).isEqualTo(2);
        assertThat(pool.counts())
                .extracting(PoolCounts::idle, PoolCounts::taken, PoolCounts::waiting, PoolCounts::mostMemoryMiB)
                .containsExactly(1, 1, 0, 1_024);
        pool.giveBack(busy);
    }

    @Test
    void the_first_call_starts_a_container_and_the_next_uses_it_again() {
        var first = lease(HELLO);
        pool.giveBack(first);

        var second = lease(HELLO);

        assertThat(first.coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(first.number()).isEqualTo(1);
        assertThat(second.container()).isEqualTo(first.container());
        assertThat(second.coldReason()).isNull();
        assertThat(second.number()).isEqualTo(2);
    }

    @Test
    void lends_an_idle_container_at_once_to_who_does_not_want_to_wait() {
        var first = lease(HELLO);
        assertThat(pool.leaseIdle(HELLO.spec())).isEmpty();
        pool.giveBack(first);

        var second = pool.leaseIdle(HELLO.spec());

        assertThat(second).hasValueSatisfying(lease -> {
            assertThat(lease.container()).isEqualTo(first.container());
            assertThat(lease.number()).isEqualTo(2);
            assertThat(lease.coldReason()).isNull();
        });
        assertThat(pool.leaseIdle(HELLO.spec())).isEmpty();
        assertThat(pool.hits()).isEqualTo(1);
    }

    @Test
    void lends_the_next_container_that_comes_free_to_who_waits_for_it() {
        var first = lease(ONE);
        var soon = pool.leaseSoon(ONE.spec(), SOON).orElseThrow();
        assertThat(pool.counts().waiting()).isEqualTo(1);

        pool.giveBack(first);

        assertThat(soon.get()).hasValueSatisfying(lease -> {
            assertThat(lease.container()).isEqualTo(first.container());
            assertThat(lease.number()).isEqualTo(2);
            assertThat(lease.coldReason()).isNull();
        });
        assertThat(pool.hits()).isEqualTo(1);
        assertThat(pool.leaseIdle(ONE.spec())).isEmpty();
    }

    @Test
    void lends_a_container_that_came_free_before_somebody_could_wait_for_it() {
        pool.giveBack(lease(ONE));

        assertThat(pool.leaseSoon(ONE.spec(), Duration.ZERO).orElseThrow().get())
                .isPresent();
    }

    @Test
    void who_waits_for_the_next_container_gets_none_if_all_are_busy_for_longer() {
        var busy = lease(ONE);

        assertThat(pool.leaseSoon(ONE.spec(), Duration.ZERO).orElseThrow().get())
                .isEmpty();

        pool.giveBack(busy);
        assertThat(pool.leaseIdle(ONE.spec())).isPresent();
    }

    @Test
    void no_more_than_four_wait_for_each_container_that_is_busy() {
        var busy = lease(ONE);

        var first = pool.leaseSoon(ONE.spec(), SOON).orElseThrow();
        for (var waiting = 1; waiting < 4; waiting++) {
            assertThat(pool.leaseSoon(ONE.spec(), SOON)).isPresent();
        }

        assertThat(pool.leaseSoon(ONE.spec(), SOON)).isEmpty();
        pool.giveBack(busy);
        assertThat(first.get()).isPresent();
        assertThat(pool.leaseSoon(ONE.spec(), SOON)).isPresent();
    }

    @Test
    void nobody_waits_for_a_busy_container_where_another_one_may_be_started() {
        lease(HELLO.maxContainers(2));

        assertThat(pool.leaseSoon(HELLO.maxContainers(2).spec(), SOON)).isEmpty();
    }

    @Test
    void nobody_waits_for_a_container_of_another_revision_or_for_one_that_goes_after_its_call() {
        lease(ONE);
        assertThat(pool.leaseSoon(ONE.revision(2).spec(), SOON)).isEmpty();

        var goes = OTHER.maxContainers(1).warmFor(Duration.ZERO);
        lease(goes);
        assertThat(pool.leaseSoon(goes.spec(), SOON)).isEmpty();
    }

    @Test
    void a_container_that_comes_free_goes_to_the_calls_that_wait_for_any_before_those_that_wait_for_a_moment()
            throws Exception {
        var busy = lease(ONE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var called = threads.submit(() -> lease(ONE));
            await().until(() -> pool.counts().waiting() == 1);
            var soon = pool.leaseSoon(ONE.spec(), Duration.ZERO).orElseThrow();

            pool.giveBack(busy);

            assertThat(called.get(5, TimeUnit.SECONDS).container()).isEqualTo(busy.container());
            assertThat(soon.get()).isEmpty();
        }
    }

    @Test
    void nobody_waits_for_a_container_of_a_life_that_is_over_or_when_it_is_closed() throws Exception {
        lease(ONE);
        var waits = pool.leaseSoon(ONE.spec(), Duration.ZERO).orElseThrow();
        pool.forget(ONE.spec().lifeKey());
        assertThat(pool.leaseSoon(ONE.spec(), SOON)).isEmpty();
        assertThat(waits.get()).isEmpty();

        var other = OTHER.maxContainers(1);
        var busy = lease(other);
        waits = pool.leaseSoon(other.spec(), Duration.ZERO).orElseThrow();
        pool.close(Duration.ZERO);
        pool.giveBack(busy);
        assertThat(pool.leaseSoon(other.spec(), SOON)).isEmpty();
        assertThat(waits.get()).isEmpty();
    }

    @Test
    void lends_no_container_that_is_out_of_reach_since_the_engine_was_started_again() {
        var one = lease(HELLO);
        var other = lease(HELLO);
        pool.giveBack(one);
        pool.giveBack(other);
        engine.restart();

        assertThat(pool.leaseIdle(HELLO.spec())).isEmpty();

        background.runAll();
        assertThat(stopped()).containsExactly(ENGINE_LOST, ENGINE_LOST);
    }

    @Test
    void starts_another_container_in_the_place_of_one_that_is_out_of_reach() {
        var lost = lease(HELLO);
        pool.giveBack(lost);
        engine.restart();

        var next = lease(HELLO);

        assertThat(next.container()).isNotEqualTo(lost.container());
        assertThat(next.coldReason()).isNotNull();
    }

    @Test
    void lends_nothing_at_once_of_another_revision_of_a_life_that_is_over_or_when_it_is_closed() throws Exception {
        pool.giveBack(lease(HELLO));
        assertThat(pool.leaseIdle(HELLO.revision(2).spec())).isEmpty();

        pool.forget(HELLO.spec().lifeKey());
        assertThat(pool.leaseIdle(HELLO.spec())).isEmpty();

        pool.giveBack(lease(OTHER));
        pool.close(Duration.ZERO);
        assertThat(pool.leaseIdle(OTHER.spec())).isEmpty();
    }

    @Test
    void reports_a_container_when_it_is_there() {
        var lease = lease(HELLO);

        assertThat(reports).singleElement().isInstanceOfSatisfying(RecordContainerStarted.class, started -> {
            assertThat(started.container()).isEqualTo(lease.container());
            assertThat(started.reason()).isEqualTo(ColdReason.FIRST_CALL);
            assertThat(started.warmFor()).isEqualTo(Duration.ofSeconds(60));
        });
    }

    @Test
    void a_discarded_container_is_removed_reported_and_replaced() {
        var lease = lease(HELLO);

        pool.discard(lease, CALL_FAILED);
        background.runAll();

        assertThat(engine.owned()).isEmpty();
        assertThat(stopped()).containsExactly(CALL_FAILED);
        assertThat(lease(HELLO).coldReason()).isEqualTo(ColdReason.REPLACED);
    }

    @Test
    void gives_what_comes_free_to_those_who_wait_in_order() {
        var one = HELLO.maxContainers(1);
        var held = lease(one);
        var second = leaseLater(one);
        var third = leaseLater(one);

        pool.giveBack(held);

        assertThat(second.join().number()).isEqualTo(2);
        assertThat(third).isNotDone();
        pool.giveBack(second.join());
        assertThat(third.join().number()).isEqualTo(3);
        assertThat(engine.created()).hasSize(1);
    }

    @Test
    void starts_for_one_who_waits_when_a_place_opens() {
        var one = HELLO.maxContainers(1);
        var held = lease(one);
        var waiting = leaseLater(one);

        pool.discard(held, CALL_FAILED);
        assertThat(waiting).isNotDone();
        background.runAll();

        assertThat(waiting.join().coldReason()).isEqualTo(ColdReason.REPLACED);
    }

    @Test
    void starts_only_so_many_at_once() {
        pool = pool(new Limits(1_024, 1));
        engine.holdStarts();
        var first = leaseLater(HELLO, 1);
        var second = leaseLater(HELLO);
        assertThat(engine.created()).hasSize(1);

        engine.releaseStarts();

        assertThat(first.join().coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(second.join().coldReason()).isEqualTo(ColdReason.ALL_BUSY);
    }

    @Test
    void an_idle_container_gives_its_memory_to_another_function() {
        pool = pool(new Limits(128, 4));
        pool.giveBack(lease(HELLO));

        var other = lease(OTHER);

        assertThat(stopped()).containsExactly(EVICTED);
        assertThat(engine.owned()).extracting(OwnedContainer::container).containsExactly(other.container());
        pool.giveBack(other);
        assertThat(lease(HELLO).coldReason()).isEqualTo(ColdReason.EVICTED);
    }

    @Test
    void a_function_whose_calls_keep_all_memory_busy_leaves_some_to_another_that_has_less() {
        pool = pool(new Limits(256, 4));
        var one = lease(HELLO);
        var two = lease(HELLO);
        var next = leaseLater(HELLO);
        var other = leaseLater(OTHER);

        pool.giveBack(one);

        assertThat(other.join().coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(stopped()).containsExactly(EVICTED);
        pool.giveBack(two);
        assertThat(next.join().container()).isEqualTo(two.container());
    }

    @Test
    void functions_that_have_as_much_memory_as_each_other_take_none_from_each_other() {
        pool = pool(new Limits(256, 4));
        var hello = lease(HELLO);
        var other = lease(OTHER);
        var others = leaseLater(OTHER);
        var hellos = leaseLater(HELLO);

        pool.giveBack(hello);
        pool.giveBack(other);

        assertThat(hellos.join().container()).isEqualTo(hello.container());
        assertThat(others.join().container()).isEqualTo(other.container());
    }

    @Test
    void a_function_that_has_nothing_gets_the_memory_of_another_when_its_turn_has_come() {
        pool = pool(new Limits(128, 4));
        var first = lease(HELLO);
        var before = leaseLater(HELLO);
        var other = leaseLater(OTHER);
        var after = leaseLater(HELLO);

        pool.giveBack(first);
        assertThat(before.join().container()).isEqualTo(first.container());
        assertThat(other).isNotDone();

        pool.giveBack(before.join());
        assertThat(other.join().coldReason()).isEqualTo(ColdReason.FIRST_CALL);
        assertThat(after).isNotDone();

        pool.giveBack(other.join());
        assertThat(after.join().coldReason()).isEqualTo(ColdReason.EVICTED);
    }

    @Test
    void nobody_gives_way_to_a_call_that_waits_for_something_else_than_memory() {
        var one = OTHER.maxContainers(1);
        var busy = lease(one);
        var others = leaseLater(one);
        var hello = HELLO.maxContainers(1);
        var first = lease(hello);
        var next = leaseLater(hello);

        pool.giveBack(first);

        assertThat(next.join().container()).isEqualTo(first.container());
        assertThat(others).isNotDone();
        pool.giveBack(busy);
        assertThat(others.join().container()).isEqualTo(busy.container());
    }

    @Test
    void the_use_of_a_newer_revision_removes_idle_containers_of_older_ones() {
        pool.giveBack(lease(HELLO));

        var second = lease(HELLO.revision(2));
        background.runAll();

        assertThat(second.coldReason()).isEqualTo(ColdReason.NEW_REVISION);
        assertThat(stopped()).containsExactly(REVISION_REPLACED);
    }

    @Test
    void the_use_of_an_older_revision_leaves_newer_ones_alone() {
        pool.giveBack(lease(HELLO.revision(2)));

        lease(HELLO);
        background.runAll();

        assertThat(stopped()).isEmpty();
    }

    @Test
    void retires_an_idle_container_whose_lease_is_the_last_one() {
        var lease = lease(HELLO);
        pool.giveBack(lease);

        assertThat(pool.retire(lease.container(), 1)).isEqualTo(Retirement.GOES);
        background.runAll();

        assertThat(stopped()).containsExactly(WARM_EXPIRED);
        assertThat(lease(HELLO).coldReason()).isEqualTo(ColdReason.EXPIRED);
    }

    @Test
    void does_not_retire_a_container_that_was_leased_again_since() {
        var lease = lease(HELLO);
        pool.giveBack(lease);
        pool.giveBack(lease(HELLO));

        assertThat(pool.retire(lease.container(), 1)).isEqualTo(Retirement.STAYS);
        assertThat(engine.owned()).hasSize(1);
    }

    @Test
    void does_not_retire_a_busy_container() {
        var lease = lease(HELLO);

        assertThat(pool.retire(lease.container(), 1)).isEqualTo(Retirement.STAYS);
    }

    @Test
    void says_that_it_does_not_know_a_container() {
        assertThat(pool.retire(new ContainerId("long-gone"), 1)).isEqualTo(Retirement.UNKNOWN);
    }

    @Test
    void a_container_with_no_warm_period_goes_after_its_call() {
        pool.giveBack(lease(HELLO.warmFor(Duration.ZERO)));
        background.runAll();

        assertThat(stopped()).containsExactly(WARM_EXPIRED);
    }

    @Test
    void keeps_an_idle_container_while_the_router_may_still_speak() {
        pool.giveBack(lease(HELLO));

        clock.goOn(Duration.ofSeconds(120).minusMillis(1));
        pool.tidy();
        background.runAll();

        assertThat(stopped()).isEmpty();
    }

    @Test
    void removes_a_container_that_the_router_was_silent_about_for_twice_its_warm_period() {
        pool.giveBack(lease(HELLO));

        clock.goOn(Duration.ofSeconds(120));
        pool.tidy();
        background.runAll();

        assertThat(stopped()).containsExactly(ROUTER_SILENT);
    }

    @Test
    void a_busy_container_stays_however_long_its_call_takes() {
        lease(HELLO);

        clock.goOn(Duration.ofHours(1));
        pool.tidy();
        background.runAll();

        assertThat(stopped()).isEmpty();
    }

    @Test
    void an_idle_container_whose_process_ended_is_gone() {
        var lease = lease(HELLO);
        pool.giveBack(lease);

        pool.exited(lease.container());
        background.runAll();

        assertThat(stopped()).containsExactly(EXITED);
    }

    @Test
    void a_container_whose_process_ended_with_its_call_does_not_become_warm() {
        var lease = lease(HELLO);
        pool.exited(lease.container());

        pool.giveBack(lease);
        background.runAll();

        assertThat(stopped()).containsExactly(EXITED);
    }

    @Test
    void a_forgotten_function_loses_its_idle_containers_now_and_busy_ones_after_their_call() {
        var busy = lease(HELLO);
        pool.giveBack(lease(HELLO));

        pool.forget(HELLO.spec().lifeKey());
        background.runAll();
        assertThat(stopped()).containsExactly(FUNCTION_REMOVED);

        pool.giveBack(busy);
        background.runAll();
        assertThat(stopped()).containsExactly(FUNCTION_REMOVED, FUNCTION_REMOVED);
    }

    @Test
    void nobody_waits_for_a_forgotten_function() {
        var one = HELLO.maxContainers(1);
        lease(one);
        var waiting = leaseLater(one);

        pool.forget(one.spec().lifeKey());

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(FunctionForgottenException.class);
        assertThatThrownBy(() -> lease(one)).isInstanceOf(FunctionForgottenException.class);
    }

    @Test
    void the_next_life_of_a_forgotten_function_is_another() {
        pool.forget(HELLO.spec().lifeKey());

        assertThat(lease(HELLO.life(2)).coldReason()).isEqualTo(ColdReason.FIRST_CALL);
    }

    @Test
    void a_container_that_does_not_become_ready_is_removed_and_says_why() {
        assertThatThrownBy(() -> lease(Revisions.of("broken")))
                .isInstanceOfSatisfying(StartFailedException.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(FailureKind.LOAD_FAILED);
                    assertThat(failed.container()).isPresent();
                });
        background.runAll();

        assertThat(engine.owned()).isEmpty();
        assertThat(stopped()).containsExactly(CALL_FAILED);
    }

    @Test
    void a_container_that_cannot_be_created_leaves_nothing_behind() {
        assertThatThrownBy(() -> lease(Revisions.of("missing")))
                .isInstanceOfSatisfying(StartFailedException.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(FailureKind.IMAGE_MISSING);
                    assertThat(failed.container()).isEmpty();
                });

        assertThat(reports).isEmpty();
        var whole = Revisions.of("hello").memoryMiB(1_024);
        assertThat(lease(whole).coldReason()).isEqualTo(ColdReason.FIRST_CALL);
    }

    @Test
    void refuses_what_can_never_fit() {
        assertThatThrownBy(() -> lease(HELLO.memoryMiB(1_025)))
                .isInstanceOf(NeverFitsException.class)
                .hasMessageContaining("1025 MiB")
                .hasMessageContaining("at most 1024 MiB");
    }

    @Test
    void a_trial_leaves_nothing_and_is_not_spoken_of() {
        pool.tryOut(HELLO.spec(), HELLO.sandbox());
        background.runAll();

        assertThat(engine.created()).hasSize(1);
        assertThat(engine.owned()).isEmpty();
        assertThat(reports).isEmpty();
        assertThat(lease(HELLO).coldReason()).isEqualTo(ColdReason.FIRST_CALL);
    }

    @Test
    void a_failed_trial_says_why() {
        var broken = Revisions.of("broken");

        assertThatThrownBy(() -> pool.tryOut(broken.spec(), broken.sandbox()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED));
        background.runAll();

        assertThat(engine.owned()).isEmpty();
    }

    @Test
    void lets_go_of_idle_containers_that_the_engine_lost() {
        var lost = lease(HELLO);
        var kept = lease(HELLO);
        pool.giveBack(lost);
        pool.giveBack(kept);
        engine.remove(lost.container());

        pool.examine();
        background.runAll();

        assertThat(stopped()).containsExactly(ENGINE_LOST);
        assertThat(lease(HELLO).container()).isEqualTo(kept.container());
    }

    @Test
    void a_call_after_a_crash_of_the_worker_knows_that_its_container_was_lost() {
        var found =
                new OwnedContainer(new ContainerId("earlier"), HELLO.sandbox().tenant(), true);

        pool.foundLost(found);

        assertThat(lease(HELLO).coldReason()).isEqualTo(ColdReason.REPLACED);
    }

    @Test
    void closing_removes_idle_and_busy_containers_and_refuses_who_waits() throws InterruptedException {
        pool = new WarmPool(
                engine,
                new WorkerId("w1"),
                new Limits(1_024, 4),
                SOON,
                clock,
                reports::add,
                Executors.newVirtualThreadPerTaskExecutor());
        var one = OTHER.maxContainers(1);
        pool.giveBack(lease(HELLO));
        lease(one);
        var waiting = leaseLater(one);

        assertThat(pool.close(SOON)).isTrue();

        assertThat(engine.owned()).isEmpty();
        assertThat(stopped()).containsExactly(WORKER_STOPPED, WORKER_STOPPED);
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(PoolClosedException.class);
        assertThatThrownBy(() -> lease(HELLO)).isInstanceOf(PoolClosedException.class);
    }

    @Test
    void closing_waits_for_a_container_that_is_being_started() throws InterruptedException {
        engine.holdStarts();
        var starting = leaseLater(HELLO, 1);
        var closing = CompletableFuture.supplyAsync(() -> closed());
        org.awaitility.Awaitility.await().until(() -> {
            background.runAll();
            return closing.isDone();
        });

        assertThat(closing.join()).isTrue();
        assertThat(engine.owned()).isEmpty();
        assertThatThrownBy(starting::join).hasCauseInstanceOf(PoolClosedException.class);
    }

    private boolean closed() {
        try {
            return pool.close(SOON);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private WarmPool pool(Limits limits) {
        return new WarmPool(engine, new WorkerId("w1"), limits, SOON, clock, reports::add, background);
    }

    private Lease lease(Revisions revision) {
        return pool.lease(revision.spec(), revision.sandbox());
    }

    /** On a thread of its own, which waits by the time this returns. */
    private CompletableFuture<Lease> leaseLater(Revisions revision) {
        var lease = new CompletableFuture<Lease>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                lease.complete(lease(revision));
            } catch (RuntimeException refused) {
                lease.completeExceptionally(refused);
            }
        });
        org.awaitility.Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING || lease.isDone());
        return lease;
    }

    /** On a thread of its own, which has created the container by the time this returns. */
    private CompletableFuture<Lease> leaseLater(Revisions revision, int created) {
        var lease = leaseLater(revision);
        org.awaitility.Awaitility.await().until(() -> engine.created().size() == created);
        return lease;
    }

    private List<StopReason> stopped() {
        return reports.stream()
                .filter(RecordContainerStopped.class::isInstance)
                .map(report -> ((RecordContainerStopped) report).reason())
                .toList();
    }
}
