package io.cloudfunc.command.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.api.problem.Rejection.FunctionFull;
import io.cloudfunc.api.problem.Rejection.NamespaceFull;
import io.cloudfunc.api.problem.Rejection.PlatformFull;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class OpenCallsTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final FunctionName OTHER = new FunctionName("other");
    private static final long LARGE_HEAP = 1L << 40;

    private final OpenCalls open = new OpenCalls(bounds(4, 1_000, 2, 600, 0), NamespaceBounds.NONE, LARGE_HEAP);

    @Test
    void refuses_a_call_beyond_the_calls_of_its_function_and_lets_in_those_of_others() {
        accept(HELLO, 1);
        accept(HELLO, 1);

        assertThat(reserve(open, id(), HELLO, 1)).hasValue(new FunctionFull("hello", "open calls", 3, 2));
        assertThat(reserve(open, id(), OTHER, 1)).isEmpty();
    }

    @Test
    void refuses_a_call_beyond_the_bytes_of_its_function() {
        accept(HELLO, 400);

        assertThat(reserve(open, id(), HELLO, 201))
                .hasValue(new FunctionFull("hello", "bytes of open calls", 601, 600));
        assertThat(reserve(open, id(), HELLO, 200)).isEmpty();
    }

    @Test
    void refuses_a_call_beyond_the_calls_of_all_functions() {
        accept(HELLO, 1);
        accept(HELLO, 1);
        accept(OTHER, 1);
        accept(OTHER, 1);

        assertThat(reserve(open, id(), new FunctionName("third"), 1)).hasValue(new PlatformFull("open calls", 5, 4));
    }

    @Test
    void refuses_a_call_beyond_the_bytes_of_all_functions() {
        accept(HELLO, 600);

        assertThat(reserve(open, id(), OTHER, 401)).hasValue(new PlatformFull("bytes of open calls", 1_001, 1_000));
    }

    @Test
    void refuses_a_call_while_too_many_bodies_are_received() {
        var small = new OpenCalls(bounds(0, 0, 0, 0, 0), NamespaceBounds.NONE, 400);
        var received = id();
        reserve(small, received, HELLO, 60);

        assertThat(reserve(small, id(), HELLO, 50))
                .hasValue(new PlatformFull("bytes of bodies being received", 110, 100));
        small.accepted(received, 60);
        assertThat(reserve(small, id(), HELLO, 50)).isEmpty();
    }

    @Test
    void counts_all_calls_of_a_batch_or_none() {
        var batch = Map.of(id(), 10L, id(), 10L);
        accept(HELLO, 1);

        assertThat(open.reserve(HELLO, batch)).hasValue(new FunctionFull("hello", "open calls", 3, 2));
        assertThat(open.all()).isEqualTo(new Load(1, 1));
        assertThat(open.reserve(OTHER, batch)).isEmpty();
        assertThat(open.all()).isEqualTo(new Load(3, 21));
    }

    @Test
    void a_bound_of_0_is_none() {
        var unbounded = new OpenCalls(bounds(0, 0, 0, 0, 0), NamespaceBounds.NONE, LARGE_HEAP);

        assertThat(reserve(unbounded, id(), HELLO, 1L << 33)).isEmpty();
    }

    @Test
    void an_end_makes_room_at_once() {
        accept(HELLO, 1);
        var second = accept(HELLO, 1);

        open.ended(second);

        assertThat(reserve(open, id(), HELLO, 1)).isEmpty();
    }

    @Test
    void a_call_that_was_not_stored_makes_room() {
        var refused = id();
        reserve(open, refused, HELLO, 600);

        open.release(refused);

        assertThat(open.all()).isEqualTo(Load.NONE);
        assertThat(open.of(HELLO)).isEqualTo(Load.NONE);
    }

    @Test
    void an_accepted_call_counts_with_the_bytes_that_came() {
        var call = id();
        reserve(open, call, HELLO, 500);

        open.accepted(call, 3);
        open.release(call);

        assertThat(open.of(HELLO)).isEqualTo(new Load(1, 3));
    }

    @Test
    void what_is_read_of_a_call_that_this_process_accepted_counts_no_second_time() {
        var call = accept(HELLO, 7);

        open.readRequested(call, HELLO, 7);
        open.readRequested(call, HELLO, 7);

        assertThat(open.all()).isEqualTo(new Load(1, 7));
    }

    @Test
    void a_call_that_ended_here_is_not_counted_again_when_its_beginning_is_read_late() {
        var call = accept(HELLO, 7);
        open.ended(call);

        open.readRequested(call, HELLO, 7);
        open.readEnded(call);

        assertThat(open.all()).isEqualTo(Load.NONE);
    }

    @Test
    void a_call_that_was_stored_although_its_commit_seemed_lost_is_counted_when_it_is_read() {
        var call = id();
        reserve(open, call, HELLO, 100);
        open.release(call);

        open.readRequested(call, HELLO, 7);

        assertThat(open.all()).isEqualTo(new Load(1, 7));
    }

    @Test
    void a_call_that_was_read_before_its_commit_was_heard_of_stays_counted() {
        var call = id();
        reserve(open, call, HELLO, 100);
        open.readRequested(call, HELLO, 7);

        open.release(call);

        assertThat(open.all().calls()).isOne();
    }

    @Test
    void keeps_only_what_is_known_to_be_stored() {
        var stored = id();
        open.readRequested(stored, HELLO, 7);
        reserve(open, id(), OTHER, 1);

        assertThat(open.stored()).containsOnlyKeys("hello");
        assertThat(open.stored().get("hello")).containsOnlyKeys(stored.toString());
    }

    private InvocationId accept(FunctionName function, long bytes) {
        var call = id();
        assertThat(reserve(open, call, function, bytes)).isEmpty();
        open.accepted(call, bytes);
        return call;
    }

    private static Optional<Rejection> reserve(OpenCalls calls, InvocationId id, FunctionName function, long bytes) {
        return calls.reserve(function, Map.of(id, bytes));
    }

    private static InvocationId id() {
        return new InvocationId(UUID.randomUUID());
    }

    @Test
    void refuses_more_bytes_of_open_calls_than_a_namespace_may_have_in_all_its_functions() {
        var bound = new NamespaceBounds(0, 0, 0, DataSize.ofBytes(100));
        var calls = new OpenCalls(bounds(0, 0, 0, 0, 0), bound, LARGE_HEAP);
        var first = id();
        reserve(calls, first, new FunctionName("team-a.one"), 60);

        assertThat(reserve(calls, id(), new FunctionName("team-a.two"), 41))
                .hasValue(new NamespaceFull("team-a", "bytes of open calls", 101, 100));
        assertThat(reserve(calls, id(), new FunctionName("team-b.one"), 100)).isEmpty();

        calls.release(first);
        assertThat(reserve(calls, id(), new FunctionName("team-a.two"), 100)).isEmpty();
    }

    private static Bounds bounds(int calls, long bytes, int callsPerFunction, long bytesPerFunction, long atHand) {
        return new Bounds(
                calls,
                DataSize.ofBytes(bytes),
                callsPerFunction,
                DataSize.ofBytes(bytesPerFunction),
                DataSize.ofBytes(atHand));
    }
}
