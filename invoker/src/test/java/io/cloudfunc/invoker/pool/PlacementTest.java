package io.cloudfunc.invoker.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.InMemoryEngine;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private static final RevisionSpec HELLO = Revisions.of("hello").spec();
    private static final RevisionSpec OTHER = Revisions.of("other").spec();
    private static final Blueprint NETWORK = new Blueprint.EmptyNetwork(new ImageReference("python"));
    private static final Blueprint RUNTIME = new Blueprint.WaitingRuntime(new ImageReference("python"), true);
    private static final Limits ROOMY = new Limits(10_000, 4);

    private final InMemoryEngine engine = new InMemoryEngine();
    private final List<Place> places = new ArrayList<>();
    private final List<Spare> spares = new ArrayList<>();
    private final Map<Integer, ColdReason> departed = new HashMap<>();
    private Limits limits = ROOMY;
    private int starting;

    @BeforeEach
    void runtime_is_there() {
        engine.register("python", call -> new Answer.Output("text/plain", new byte[0], new byte[0], Duration.ZERO));
    }

    @Test
    void takes_the_most_recently_used_idle_container() {
        idle(1, HELLO, 10);
        idle(2, HELLO, 30);
        idle(3, HELLO, 20);

        assertThat(call(HELLO)).isEqualTo(new Decision.UseWarm(place(2)));
    }

    @Test
    void takes_no_container_of_another_revision_or_function() {
        idle(1, Revisions.of("hello").revision(2).spec(), 10);
        idle(2, OTHER, 10);

        assertThat(call(HELLO)).isInstanceOf(Decision.Start.class);
    }

    @Test
    void uses_a_warm_container_even_when_nothing_may_be_started() {
        limits = new Limits(128, 0);
        idle(1, HELLO, 10);

        assertThat(call(HELLO)).isEqualTo(new Decision.UseWarm(place(1)));
    }

    @Test
    void the_first_call_on_the_worker_is_cold_for_being_the_first() {
        idle(1, OTHER, 10);

        assertThat(call(HELLO)).isEqualTo(new Decision.Start(ColdReason.FIRST_CALL));
    }

    @Test
    void a_call_is_cold_when_all_containers_are_busy_or_starting() {
        busy(1, HELLO);
        place(2, HELLO, Use.STARTING);

        assertThat(call(HELLO)).isEqualTo(new Decision.Start(ColdReason.ALL_BUSY));
    }

    @Test
    void a_call_is_cold_for_what_became_of_the_last_container() {
        departed.put(1, ColdReason.EXPIRED);
        place(1, HELLO, Use.LEAVING);

        assertThat(call(HELLO)).isEqualTo(new Decision.Start(ColdReason.EXPIRED));
    }

    @Test
    void a_call_is_cold_for_a_new_revision_when_only_others_ran() {
        departed.put(1, ColdReason.EXPIRED);

        assertThat(call(Revisions.of("hello").revision(2).spec()))
                .isEqualTo(new Decision.Start(ColdReason.NEW_REVISION));
    }

    @Test
    void a_trial_is_no_container_that_a_call_could_have_had() {
        place(1, HELLO, Use.TRIAL);

        assertThat(call(HELLO)).isEqualTo(new Decision.Start(ColdReason.FIRST_CALL));
    }

    @Test
    void waits_when_the_function_has_all_its_containers() {
        var one = Revisions.of("hello").maxContainers(1).spec();
        busy(1, one);

        assertThat(call(one)).isEqualTo(new Decision.Wait());
    }

    @Test
    void waits_for_a_container_that_is_still_being_removed() {
        var one = Revisions.of("hello").maxContainers(1).spec();
        place(1, one, Use.LEAVING);

        assertThat(call(one)).isEqualTo(new Decision.Wait());
    }

    @Test
    void replaces_an_idle_container_of_another_revision_when_the_function_has_all_its_containers() {
        busy(1, Revisions.of("hello").spec());
        idle(2, Revisions.of("hello").spec(), 10);
        var second = Revisions.of("hello").revision(2).maxContainers(2).spec();

        assertThat(call(second))
                .isEqualTo(new Decision.Start(ColdReason.NEW_REVISION, null, List.of(), List.of(place(2))));
    }

    @Test
    void waits_while_the_engine_starts_as_many_as_it_may() {
        starting = 4;

        assertThat(call(HELLO)).isEqualTo(new Decision.Wait());
    }

    @Test
    void evicts_the_least_recently_used_idle_containers_until_the_memory_suffices() {
        limits = new Limits(512, 4);
        idle(1, OTHER, 10);
        idle(2, OTHER, 20);
        idle(3, OTHER, 30);
        busy(4, OTHER);

        assertThat(call(Revisions.of("hello").memoryMiB(200).spec()))
                .isEqualTo(new Decision.Start(ColdReason.FIRST_CALL, null, List.of(), List.of(place(1), place(2))));
    }

    @Test
    void evicts_nobody_when_that_would_not_suffice() {
        limits = new Limits(256, 4);
        idle(1, OTHER, 10);
        busy(2, OTHER);

        assertThat(call(Revisions.of("hello").memoryMiB(200).spec())).isEqualTo(new Decision.Wait());
    }

    @Test
    void counts_what_is_still_being_removed_as_taken() {
        limits = new Limits(128, 4);
        place(1, OTHER, Use.LEAVING);

        assertThat(call(HELLO)).isEqualTo(new Decision.Wait());
    }

    @Test
    void says_so_when_even_an_empty_pool_has_too_little_memory() {
        limits = new Limits(128, 4);

        assertThat(call(Revisions.of("hello").memoryMiB(129).spec())).isEqualTo(new Decision.NeverFits());
    }

    @Test
    void a_trial_gets_a_container_of_its_own_whatever_the_function_has() {
        var one = Revisions.of("hello").maxContainers(1).spec();
        idle(1, one, 10);

        assertThat(Placement.ofTrial(state(one), one)).isInstanceOf(Decision.Start.class);
    }

    @Test
    void a_trial_keeps_to_memory_and_starts() {
        starting = 4;

        assertThat(Placement.ofTrial(state(HELLO), HELLO)).isEqualTo(new Decision.Wait());
    }

    @Test
    void makes_a_container_of_the_runtime_that_waits_longest() {
        var first = spare(RUNTIME);
        spare(RUNTIME);

        assertThat(callFromSource(HELLO)).isEqualTo(startOf(first));
    }

    @Test
    void prefers_a_runtime_to_a_network() {
        spare(NETWORK);
        var runtime = spare(RUNTIME);

        assertThat(callFromSource(HELLO)).isEqualTo(startOf(runtime));
    }

    @Test
    void makes_a_container_in_a_network_where_no_runtime_suits() {
        spare(RUNTIME);
        var network = spare(NETWORK);

        assertThat(call(HELLO)).isEqualTo(startOf(network));
    }

    @Test
    void uses_a_warm_container_rather_than_anything_made_ahead() {
        spare(RUNTIME);
        idle(1, HELLO, 10);

        assertThat(callFromSource(HELLO)).isEqualTo(new Decision.UseWarm(place(1)));
    }

    @Test
    void takes_a_runtime_that_runs_already_while_the_engine_starts_as_many_as_it_may() {
        starting = 4;
        spare(NETWORK);
        assertThat(callFromSource(HELLO)).isEqualTo(new Decision.Wait());

        var runtime = spare(RUNTIME);
        assertThat(callFromSource(HELLO)).isEqualTo(startOf(runtime));
    }

    @Test
    void takes_a_runtime_in_the_place_of_its_own_memory() {
        limits = new Limits(256, 4);
        busy(1, OTHER);
        var runtime = spare(RUNTIME);

        assertThat(callFromSource(HELLO)).isEqualTo(startOf(runtime));
    }

    @Test
    void dismisses_what_was_made_ahead_before_it_evicts_anybody() {
        limits = new Limits(400, 4);
        idle(1, OTHER, 10);
        var network = spare(NETWORK);
        var runtime = spare(RUNTIME);
        spare(NETWORK);

        assertThat(call(Revisions.of("hello").memoryMiB(200).spec()))
                .isEqualTo(new Decision.Start(ColdReason.FIRST_CALL, network, List.of(runtime), List.of()));
    }

    @Test
    void evicts_when_even_all_that_was_made_ahead_does_not_suffice() {
        limits = new Limits(300, 4);
        idle(1, OTHER, 10);
        var runtime = spare(RUNTIME);

        assertThat(call(Revisions.of("hello").memoryMiB(200).spec()))
                .isEqualTo(new Decision.Start(ColdReason.FIRST_CALL, null, List.of(runtime), List.of(place(1))));
    }

    @Test
    void a_trial_leaves_what_was_made_ahead_to_calls() {
        spare(RUNTIME);

        assertThat(Placement.ofTrial(state(HELLO), HELLO)).isEqualTo(new Decision.Start(ColdReason.FIRST_CALL));
    }

    @Test
    void makes_ahead_what_is_missing_in_order() {
        limits = new Limits(10_000, 4, sizes(1, 1));
        assertThat(toMakeAhead()).contains(NETWORK);

        spare(NETWORK);
        assertThat(toMakeAhead()).contains(RUNTIME);

        spare(RUNTIME);
        assertThat(toMakeAhead()).isEmpty();
    }

    @Test
    void makes_nothing_ahead_while_calls_start_containers() {
        limits = new Limits(10_000, 4, sizes(1, 1));
        starting = 1;

        assertThat(toMakeAhead()).isEmpty();
    }

    @Test
    void makes_ahead_no_more_than_a_quarter_of_the_memory() {
        limits = new Limits(1_024, 4, sizes(0, 9));
        spare(RUNTIME);
        assertThat(toMakeAhead()).contains(RUNTIME);

        spare(RUNTIME);
        assertThat(toMakeAhead()).isEmpty();
    }

    @Test
    void makes_ahead_only_while_a_quarter_of_the_memory_stays_free() {
        limits = new Limits(1_024, 4, sizes(0, 1));
        place(1, Revisions.of("other").memoryMiB(640).spec(), Use.BUSY);
        assertThat(toMakeAhead()).contains(RUNTIME);

        place(2, Revisions.of("other").memoryMiB(16).spec(), Use.BUSY);
        assertThat(toMakeAhead()).isEmpty();
    }

    @Test
    void makes_something_else_ahead_while_one_kind_cannot_be_made() {
        limits = new Limits(10_000, 4, sizes(1, 1));

        assertThat(Placement.toMakeAhead(state(HELLO), limits.spares(), Set.of(NETWORK), 0))
                .contains(RUNTIME);
    }

    private Optional<Blueprint> toMakeAhead() {
        return Placement.toMakeAhead(
                state(HELLO),
                limits.spares(),
                Set.of(),
                spares.stream().mapToInt(Spare::memoryMiB).sum());
    }

    private static Map<Blueprint, Integer> sizes(int networks, int runtimes) {
        var sizes = new LinkedHashMap<Blueprint, Integer>();
        sizes.put(NETWORK, networks);
        sizes.put(RUNTIME, runtimes);
        return sizes;
    }

    private Spare spare(Blueprint blueprint) {
        var spare = new Spare(blueprint, engine.prepare(blueprint));
        spares.add(spare);
        return spare;
    }

    private static Decision startOf(Spare spare) {
        return new Decision.Start(ColdReason.FIRST_CALL, spare, List.of(), List.of());
    }

    private Decision callFromSource(RevisionSpec wanted) {
        var spec =
                new SandboxSpec(wanted.function(), 1, 1, RUNTIME.image(), null, Path.of("source"), wanted.settings());
        return Placement.ofCall(state(wanted), wanted, spec);
    }

    private Decision call(RevisionSpec wanted) {
        return Placement.ofCall(state(wanted), wanted, Revisions.sandboxOf(wanted));
    }

    private PoolState state(RevisionSpec wanted) {
        Collection<Place> ofLife = places.stream()
                .filter(place -> place.revision().lifeKey().equals(wanted.lifeKey()))
                .toList();
        var idle = places.stream().filter(Place::isIdle).toList();
        var memory = places.stream().mapToInt(Place::memoryMiB).sum()
                + spares.stream().mapToInt(Spare::memoryMiB).sum();
        return new PoolState(ofLife, idle, spares, starting, memory, departed, limits);
    }

    private Place place(long number) {
        return places.stream()
                .filter(place -> place.number() == number)
                .findFirst()
                .orElseThrow();
    }

    /** In the order of their last use, as in the pool. */
    private void idle(long number, RevisionSpec revision, long lastUsed) {
        places.add(new Place(number, revision, Use.IDLE, null, 1, Instant.ofEpochSecond(lastUsed), false));
    }

    private void busy(long number, RevisionSpec revision) {
        place(number, revision, Use.BUSY);
    }

    private void place(long number, RevisionSpec revision, Use use) {
        places.add(Place.taken(number, revision, use, Instant.EPOCH));
    }
}
