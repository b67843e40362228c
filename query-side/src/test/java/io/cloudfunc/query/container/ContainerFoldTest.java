package io.cloudfunc.query.container;

import static io.cloudfunc.query.Facts.at;
import static io.cloudfunc.query.Facts.execution;
import static io.cloudfunc.query.Facts.ref;
import static io.cloudfunc.query.Facts.requested;
import static io.cloudfunc.query.Facts.started;
import static io.cloudfunc.query.Facts.stopped;
import static io.cloudfunc.query.Facts.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.query.Facts;
import io.cloudfunc.query.container.ContainerView.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerFoldTest {

    private static final Execution FIRST = execution("c-1", 1, ColdReason.FIRST_CALL, 2);
    private static final Execution SECOND = execution("c-1", 2, null, 20);

    private final ContainerChange exists = ContainerChange.of(started("c-1", "hello", 1));
    private final ContainerChange firstBegins = use(started(Facts.invocation(), "hello", 1, FIRST));
    private final ContainerChange firstEnds =
            use(succeeded(Facts.invocation(), "hello", 1, FIRST, ref("text/plain", 1), null, 5));
    private final ContainerChange secondBegins = use(started(Facts.invocation(), "hello", 1, SECOND));
    private final ContainerChange secondEnds =
            use(Facts.failed(Facts.invocation(), "hello", 1, SECOND, FailureKind.TIMED_OUT, "late", null, 50));
    private final ContainerChange gone = ContainerChange.of(stopped("c-1", "hello", StopReason.CALL_FAILED, 51));

    @Test
    void a_container_that_was_started_is_there_for_its_first_call() {
        var view = fold(exists);

        assertThat(view.state()).isEqualTo(State.BUSY);
        assertThat(view.live()).isTrue();
        assertThat(view.lease()).isZero();
        assertThat(view.startedAt()).isEqualTo(at(1));
        assertThat(view.expiresAt()).isNull();
    }

    @Test
    void a_used_container_is_warm_from_the_end_of_its_call_for_its_warm_period() {
        var view = fold(exists, firstBegins, firstEnds);

        assertThat(view.state()).isEqualTo(State.WARM);
        assertThat(view.lastUsedAt()).isEqualTo(at(5));
        assertThat(view.expiresAt()).isEqualTo(at(5).plus(Facts.WARM_FOR));
    }

    @Test
    void a_busy_container_does_not_expire_and_its_next_end_counts_anew() {
        assertThat(fold(exists, firstEnds, secondBegins).expiresAt()).isNull();

        assertThat(fold(exists, firstEnds, secondBegins, secondEnds).expiresAt())
                .isEqualTo(at(50).plus(Facts.WARM_FOR));
    }

    @Test
    void an_end_that_is_heard_of_after_the_next_use_began_changes_nothing() {
        assertThat(fold(exists, firstBegins, secondBegins, firstEnds)).isEqualTo(fold(exists, secondBegins));
    }

    @Test
    void a_container_is_not_listed_before_its_start_is_known() {
        var used = fold(firstBegins, firstEnds);

        assertThat(used.live()).isFalse();
        assertThat(used.expiresAt()).isNull();
        assertThat(fold(firstBegins, firstEnds, exists)).isEqualTo(fold(exists, firstBegins, firstEnds));
    }

    @Test
    void a_stopped_container_stays_stopped_and_says_why() {
        var view = fold(gone, exists, firstBegins, firstEnds);

        assertThat(view.state()).isEqualTo(State.STOPPED);
        assertThat(view.live()).isFalse();
        assertThat(view.stoppedAt()).isEqualTo(at(51));
        assertThat(view.stopReason()).isEqualTo(StopReason.CALL_FAILED);
        assertThat(view.expiresAt()).isNull();
        assertThat(view.startedAt()).isEqualTo(at(1));
    }

    @Test
    void a_use_that_is_heard_of_after_the_stop_still_counts_as_the_last() {
        var view = fold(exists, firstBegins, gone, firstEnds);

        assertThat(view.lastUsedAt()).isEqualTo(at(5));
        assertThat(view.lease()).isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void any_order_and_any_repetition_make_the_same_container(long seed) {
        var random = new Random(seed);
        var changes = List.of(exists, firstBegins, firstEnds, secondBegins, secondEnds, gone);
        var known = fold(changes.toArray(ContainerChange[]::new));

        for (var round = 0; round < 500; round++) {
            var shuffled = new ArrayList<>(changes);
            shuffled.add(changes.get(random.nextInt(changes.size())));
            Collections.shuffle(shuffled, random);

            assertThat(fold(shuffled.toArray(ContainerChange[]::new)))
                    .as("seed %d, %s", seed, shuffled)
                    .isEqualTo(known);
        }
    }

    @Test
    void a_call_that_is_in_no_container_changes_none() {
        var id = Facts.invocation();

        assertThat(ContainerChange.in(requested(id, "hello", 0))).isEmpty();
        assertThat(ContainerChange.in(Facts.abandoned(id, "hello", FailureKind.OVERDUE, "late", 9)))
                .isEmpty();
    }

    @Test
    void a_duplicate_execution_uses_its_container_as_any_other() {
        var change = use(Facts.duplicate(Facts.invocation(), "hello", SECOND, 30));

        assertThat(fold(exists, change).expiresAt()).isEqualTo(at(30).plus(Facts.WARM_FOR));
    }

    private static ContainerChange use(InvocationEvent event) {
        return ContainerChange.in(event).orElseThrow();
    }

    private static ContainerView fold(ContainerChange... changes) {
        ContainerView view = null;
        for (var change : changes) {
            view = new ContainerFold().apply(view, change);
        }
        return view;
    }
}
