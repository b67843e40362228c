package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.broker.UnconfirmedException;
import io.cloudfunc.invoker.broker.UnroutableException;
import io.cloudfunc.invoker.router.Lane.Taken;
import io.cloudfunc.invoker.worker.DirectCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FastPathTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final Taker ELSEWHERE = new Taker.SentTo(new WorkerId("elsewhere"), "queue");

    private final RevisionSpec revision =
            io.cloudfunc.invoker.pool.Revisions.of("hello").spec();
    private final Map<UUID, Payload> stored = new HashMap<>();
    private final List<Execute> ran = new ArrayList<>();
    private final List<Runnable> givenBack = new ArrayList<>();
    private final AtomicInteger hurried = new AtomicInteger();
    private final AtomicInteger woken = new AtomicInteger();
    private Instant routesSince = NOON;
    private boolean known = true;
    private final List<InvocationId> endedElsewhere = new ArrayList<>();
    private final List<InvocationId> accountedFor = new ArrayList<>();
    private boolean idle = true;
    private boolean idleElsewhere;
    private boolean busyHere;
    private final WaitingLives waitingLives = new WaitingLives();
    private final CompletableFuture<@Nullable Void> confirm = new CompletableFuture<>();
    private boolean routesHere = true;
    private String router = "here";
    private final FastPath path = of("here");

    @Test
    void has_an_accepted_call_run_where_a_container_is_idle() {
        path.appended(call(1));

        assertThat(ran).extracting(Execute::invocation).containsExactly(call(1).invocation());
        assertThat(ran).noneMatch(Execute::mayHaveBegun);
        assertThat(path.holderOf(call(1).invocation())).isPresent();
        assertThat(hurried).hasValue(0);
    }

    @Test
    void leaves_to_the_router_what_finds_no_idle_container() {
        idle = false;

        path.appended(call(1));

        isLeftToTheRouter();
    }

    @Test
    void leaves_to_the_router_what_this_process_does_not_route() {
        routesHere = false;

        path.appended(call(1));

        isLeftToTheRouter();
    }

    @Test
    void leaves_to_the_router_a_revision_that_is_not_at_hand() {
        known = false;

        path.appended(call(1));

        isLeftToTheRouter();
    }

    @Test
    void leaves_to_the_router_a_call_whose_payload_is_not_at_hand() {
        var call = call(1);
        stored.clear();

        path.appended(call);

        isLeftToTheRouter();
    }

    private void isLeftToTheRouter() {
        assertThat(ran).isEmpty();
        assertThat(path.holderOf(call(1).invocation())).isEmpty();
        assertThat(hurried).hasValue(1);
    }

    @Test
    void does_not_take_what_the_router_came_to_first() {
        path.holderOf(call(1).invocation());

        path.appended(call(1));

        assertThat(ran).isEmpty();
        assertThat(hurried).hasValue(1);
    }

    @Test
    void answers_the_router_alike_though_its_transaction_failed_or_was_lost_with_the_database() {
        path.appended(call(1));
        var holder = path.holderOf(call(1).invocation());
        assertThat(holder).isPresent();
        assertThat(path.holderOf(call(1).invocation())).isEqualTo(holder);

        path.remembers(call(1).invocation());

        assertThat(path.holderOf(call(1).invocation())).isEqualTo(holder);
    }

    @Test
    void a_call_that_was_accepted_before_this_process_routed_may_have_been_sent_by_the_one_that_did() {
        routesSince = NOON.plusMillis(2);

        assertThat(path.mayHaveBegun(call(2))).isTrue();
        assertThat(path.mayHaveBegun(call(3))).isFalse();
    }

    @Test
    void a_call_that_was_accepted_before_this_process_began_may_have_been_taken_by_the_one_before() {
        assertThat(path.mayHaveBegun(call(0))).isTrue();
        assertThat(path.mayHaveBegun(call(1))).isFalse();
    }

    @Test
    void takes_no_more_while_the_router_is_far_behind() {
        for (var number = 1; number <= 1_001; number++) {
            path.appended(call(number));
        }
        assertThat(ran).hasSize(1_000);

        path.remembers(call(1).invocation());
        path.appended(call(1_002));

        assertThat(ran).hasSize(1_001);
    }

    @Test
    void forgets_calls_to_which_another_router_came_meanwhile() {
        path.appended(call(1));
        var later = call(61_002);
        path.appended(later);

        path.remembers(later.invocation());

        assertThat(path.holderOf(call(1).invocation())).isEmpty();
    }

    @Test
    void takes_calls_again_when_the_router_is_back_here_that_was_elsewhere_meanwhile() {
        for (var number = 1; number <= 1_000; number++) {
            path.appended(call(number));
        }

        path.holderOf(call(62_000).invocation());
        path.appended(call(62_001));

        assertThat(ran).hasSize(1_001);
    }

    @Test
    void does_not_make_the_router_hurry_for_the_end_of_a_call_that_it_took() {
        path.appended(call(1));

        path.appended(ended(1));

        assertThat(hurried).hasValue(0);
    }

    @Test
    void makes_the_router_hurry_for_the_end_of_a_call_that_it_took_while_others_of_the_function_wait() {
        path.appended(call(1));
        waitingLives.know(call(1).lifeKey(), true);

        path.appended(ended(1));

        assertThat(hurried).hasValue(1);
    }

    @Test
    void makes_the_router_hurry_for_the_end_of_a_call_that_was_sent() {
        path.appended(ended(1));

        assertThat(hurried).hasValue(1);
    }

    @Test
    void holds_what_it_took_until_it_is_given_back() {
        path.appended(call(1));
        var self = processWith(call(1));
        assertThat(path.holds(self, call(1).invocation())).isTrue();

        givenBack.getFirst().run();

        assertThat(path.holds(self, call(1).invocation())).isFalse();
    }

    @Test
    void holds_what_has_ended_until_the_router_hears_of_it() {
        path.appended(call(1));
        var self = processWith(call(1));

        path.appended(ended(1));

        assertThat(path.holds(self, call(1).invocation())).isTrue();
    }

    @Test
    void an_earlier_process_of_the_same_node_holds_nothing_any_more() {
        path.appended(call(1));
        var earlier = processWith(call(1));

        assertThat(of("here").holds(earlier, call(1).invocation())).isFalse();
    }

    @Test
    void another_node_holds_what_it_took_as_long_as_it_is_the_router() {
        path.appended(call(1));
        var other = processWith(call(1));
        assertThat(of("there").holds(other, call(1).invocation())).isTrue();

        router = "there";

        assertThat(of("there").holds(other, call(1).invocation())).isFalse();
    }

    @Test
    void sends_elsewhere_what_finds_no_idle_container_here() {
        sentElsewhere(call(1)).complete(null);

        assertThat(ran).isEmpty();
        assertThat(path.holderOf(call(1).invocation())).contains(ELSEWHERE);
        assertThat(hurried).hasValue(0);
    }

    @Test
    void leaves_to_the_router_what_was_sent_to_a_queue_that_was_gone() {
        sentElsewhere(call(1)).completeExceptionally(new UnroutableException("", "queue"));

        assertThat(path.holderOf(call(1).invocation())).isEmpty();
        assertThat(path.mayHaveBegun(call(1))).isFalse();
    }

    @Test
    void the_router_waits_for_the_confirm_of_what_was_sent_elsewhere() {
        sentElsewhere(call(1));
        var holder = CompletableFuture.supplyAsync(() -> path.holderOf(call(1).invocation()));
        await().until(() -> confirm.getNumberOfDependents() > 0);

        confirm.completeExceptionally(new UnconfirmedException("the broker is lost", null));

        assertThat(holder).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(Optional.empty());
    }

    @Test
    void what_was_sent_elsewhere_and_not_confirmed_may_have_begun() {
        sentElsewhere(call(1)).completeExceptionally(new UnconfirmedException("the broker is lost", null));

        assertThat(path.holderOf(call(1).invocation())).isEmpty();
        assertThat(path.mayHaveBegun(call(1))).isTrue();
    }

    @Test
    void a_container_here_comes_before_one_elsewhere() {
        idleElsewhere = true;

        path.appended(call(1));

        assertThat(ran).hasSize(1);
    }

    @Test
    void tells_the_lane_when_the_router_has_accounted_for_a_call() {
        sentElsewhere(call(1));
        assertThat(accountedFor).isEmpty();

        path.remembers(call(1).invocation());

        assertThat(accountedFor).containsExactly(call(1).invocation());
    }

    @Test
    void tells_the_lane_of_a_call_to_which_another_router_came_meanwhile() {
        sentElsewhere(call(1));

        path.remembers(call(61_002).invocation());

        assertThat(accountedFor).containsExactly(call(1).invocation());
    }

    @Test
    void makes_the_router_hurry_to_tell_the_worker_that_a_call_was_cancelled() {
        path.appended(call(1));

        path.appended(ended(1, FailureKind.CANCELLED));

        assertThat(hurried).hasValue(1);
    }

    @Test
    void does_not_make_the_router_hurry_for_a_start_which_it_does_not_look_at() {
        var start = new Execution(
                new ExecutionId(id(7)), new WorkerId("here"), new ContainerId("c"), 1, null, NOON, NOON, NOON);

        path.appended(new AttemptStarted(call(1).invocation(), revision.function(), 1, 1, start));

        assertThat(hurried).hasValue(0);
    }

    @Test
    void tells_of_ends_as_soon_as_they_are_stored() {
        path.appended(ended(1));

        assertThat(endedElsewhere).containsExactly(call(1).invocation());
    }

    @Test
    void lets_a_call_wait_for_a_container_here_that_is_busy_if_none_is_idle_anywhere() {
        idle = false;
        busyHere = true;

        path.appended(call(1));
        confirm.complete(null);

        assertThat(processWith(call(1))).isNotBlank();
        assertThat(hurried).hasValue(0);
    }

    @Test
    void an_idle_container_elsewhere_comes_before_a_busy_one_here() {
        busyHere = true;

        sentElsewhere(call(1)).complete(null);

        assertThat(path.holderOf(call(1).invocation())).contains(ELSEWHERE);
    }

    @Test
    void lets_no_call_wait_for_a_container_for_which_earlier_ones_wait_in_the_backlog() {
        idle = false;
        busyHere = true;
        waitingLives.know(revision.lifeKey(), true);
        path.appended(call(1));
        assertThat(path.holderOf(call(1).invocation())).isEmpty();

        waitingLives.know(revision.lifeKey(), false);
        path.appended(call(2));
        confirm.complete(null);

        assertThat(path.holderOf(call(2).invocation())).isPresent();
    }

    @Test
    void wakes_the_router_to_send_a_call_for_which_no_container_came_free() {
        idle = false;
        busyHere = true;
        path.appended(call(1));

        assertThat(woken).hasValue(0);
        confirm.completeExceptionally(new DirectCalls.NoneCameFreeException());

        assertThat(woken).hasValue(1);
        assertThat(path.holderOf(call(1).invocation())).isEmpty();
        assertThat(path.mayHaveBegun(call(1))).isFalse();
    }

    @Test
    void wakes_the_router_to_send_what_was_not_confirmed() {
        sentElsewhere(call(1)).completeExceptionally(new UnconfirmedException("the broker is lost", null));

        assertThat(woken).hasValue(1);
    }

    private CompletableFuture<@Nullable Void> sentElsewhere(InvocationRequested call) {
        idle = false;
        idleElsewhere = true;
        path.appended(call);
        return confirm;
    }

    private String processWith(InvocationRequested call) {
        return ((Taker.RunsHere) path.holderOf(call.invocation()).orElseThrow()).process();
    }

    private FastPath of(String node) {
        var self = FastPath.newProcess(node);
        var here = new LaneHere(self, new WorkerId("here"), worker());
        return new FastPath(
                () -> routesSince,
                self,
                () -> routesHere,
                name -> name.equals(router),
                List.of(here, elsewhere(), here.soon(waitingLives)),
                (call, spec) -> new Execute(
                        call.invocation(), spec, call.payload(), NOON, call.due(), null, new Receipt("receipt"), null),
                (lifeKey, number) -> known ? Optional.of(revision) : Optional.empty(),
                id -> Optional.ofNullable(stored.get(id)),
                waitingLives,
                hurried::incrementAndGet,
                woken::incrementAndGet);
    }

    private DirectCalls worker() {
        return new DirectCalls() {
            @Override
            public boolean take(Execute call, byte[] payload, Runnable back) {
                if (idle) {
                    ran.add(call);
                    givenBack.add(back);
                }
                return idle;
            }

            @Override
            public Optional<CompletableFuture<@Nullable Void>> takeSoon(Execute call, byte[] payload, Runnable back) {
                return busyHere ? Optional.of(confirm) : Optional.empty();
            }
        };
    }

    private Lane elsewhere() {
        return new Lane() {
            @Override
            public Optional<Taken> take(Execute call, byte[] payload, Runnable back) {
                return idleElsewhere
                        ? Optional.of(new Taken(ELSEWHERE, confirm, () -> accountedFor.add(call.invocation())))
                        : Optional.empty();
            }

            @Override
            public void ended(InvocationEnded call) {
                endedElsewhere.add(call.invocation());
            }
        };
    }

    /** Accepted so many milliseconds after noon. */
    private InvocationRequested call(long number) {
        var payload = Payload.of(id(number), "text/plain", new byte[0], new java.security.SecureRandom());
        stored.put(payload.ref().id(), payload);
        return new InvocationRequested(
                new InvocationId(id(number)),
                revision.function(),
                1,
                1,
                payload.ref(),
                NOON.plusMillis(number),
                NOON.plus(Duration.ofHours(1)),
                null);
    }

    private static UUID id(long number) {
        return new UUID((NOON.toEpochMilli() + number) << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
    }

    private InvocationAbandoned ended(long number) {
        return ended(number, FailureKind.OVERDUE);
    }

    private InvocationAbandoned ended(long number, FailureKind kind) {
        return new InvocationAbandoned(
                call(number).invocation(), revision.function(), 1, kind, "as the test wants it", NOON);
    }
}
