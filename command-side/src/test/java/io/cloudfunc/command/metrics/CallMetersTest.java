package io.cloudfunc.command.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.PayloadRef;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallMetersTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final InvocationId CALL = InvocationId.parse("019a0000-0000-7000-8000-000000000000");
    private static final Instant REQUESTED = CALL.madeAt();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CallMeters meters = new CallMeters(registry);

    @Test
    void counts_ends_by_outcome_kind_and_start() {
        meters.appended(succeeded(execution(null, 0, 5), Phases.NONE));
        meters.appended(succeeded(execution(null, 0, 5), Phases.NONE));
        meters.appended(succeeded(execution(ColdReason.FIRST_CALL, 0, 5), Phases.NONE));
        meters.appended(failed(execution(null, 0, 5), FailureKind.TIMED_OUT));
        meters.appended(new InvocationAbandoned(CALL, HELLO, 1, FailureKind.OVERDUE, "late", REQUESTED));

        assertThat(ends("succeeded", "none", "warm")).isEqualTo(2);
        assertThat(ends("succeeded", "none", "cold")).isEqualTo(1);
        assertThat(ends("failed", "timed_out", "warm")).isEqualTo(1);
        assertThat(ends("abandoned", "overdue", "none")).isEqualTo(1);
    }

    @Test
    void splits_an_execution_into_queue_cold_and_run() {
        var phases = new Phases(millis(3), millis(10), millis(200), millis(30), millis(40));

        meters.appended(succeeded(execution(ColdReason.EXPIRED, 5, 260), phases));

        assertThat(total("queue")).isEqualTo(20);
        assertThat(total("cold")).isEqualTo(240);
        assertThat(total("run")).isEqualTo(40);
    }

    @Test
    void a_warm_call_has_no_start_of_a_container() {
        meters.appended(
                succeeded(execution(null, 1, 4), new Phases(millis(0), millis(0), millis(0), millis(0), millis(2))));

        assertThat(registry.get("cloudfunc.execution")
                        .tag("phase", "cold")
                        .timer()
                        .count())
                .isZero();
        assertThat(total("queue")).isEqualTo(4);
    }

    @Test
    void a_later_attempt_waits_since_it_was_sent_and_not_since_the_request() {
        meters.appended(new InvocationSucceeded(
                CALL, HELLO, 1, 2, execution(null, 60_000, 60_007), output(), null, Phases.NONE, REQUESTED));

        assertThat(total("queue")).isEqualTo(7);
    }

    @Test
    void an_attempt_that_is_tried_again_is_no_end() {
        meters.appended(new AttemptFailed(
                CALL,
                HELLO,
                1,
                1,
                null,
                FailureKind.WORKER_LOST,
                "lost",
                null,
                null,
                Phases.NONE,
                REQUESTED,
                REQUESTED));

        assertThat(registry.get("cloudfunc.attempts.failed")
                        .tag("kind", "worker_lost")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.find("cloudfunc.invocations").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void no_label_has_a_value_that_is_not_known_beforehand() {
        var before = registry.getMeters().size();

        meters.appended(succeeded(execution(ColdReason.EVICTED, 0, 1), Phases.NONE));

        assertThat(registry.getMeters())
                .hasSize(before)
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .extracting(Tag::getKey)
                        .isSubsetOf("outcome", "kind", "start", "phase", "reason", "le"));
    }

    private double ends(String outcome, String kind, String start) {
        return registry.get("cloudfunc.invocations")
                .tags("outcome", outcome, "kind", kind, "start", start)
                .counter()
                .count();
    }

    private double total(String phase) {
        return registry.get("cloudfunc.execution").tag("phase", phase).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static InvocationSucceeded succeeded(Execution execution, Phases phases) {
        return new InvocationSucceeded(CALL, HELLO, 1, 1, execution, output(), null, phases, REQUESTED);
    }

    private static InvocationFailed failed(Execution execution, FailureKind kind) {
        return new InvocationFailed(CALL, HELLO, 1, 1, execution, kind, "no", null, null, Phases.NONE, REQUESTED);
    }

    private static PayloadRef output() {
        return new PayloadRef(UUID.randomUUID(), "text/plain", 0, "hash");
    }

    private static Execution execution(ColdReason reason, long routedAfter, long startedAfter) {
        var received = REQUESTED.plusMillis(routedAfter);
        return new Execution(
                new ExecutionId(UUID.randomUUID()),
                new WorkerId("w1"),
                new ContainerId("c1"),
                1,
                reason,
                received,
                received,
                REQUESTED.plusMillis(startedAfter));
    }
}
