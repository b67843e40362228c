package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.invoker.pool.Revisions;
import org.junit.jupiter.api.Test;

class ReaperTest {

    private static final Revisions HELLO = Revisions.of("hello");

    private final Bench bench = new Bench();
    private final Reaper reaper = new Reaper(bench.engine, Bench.WORKER, bench.pool, bench.reports, bench.clock);

    @Test
    void removes_what_an_earlier_process_left_running_or_not() {
        bench.engine.create(HELLO.sandbox()).start();
        bench.engine.create(HELLO.sandbox());

        reaper.reap();

        assertThat(bench.engine.owned()).isEmpty();
        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .hasSize(2)
                .allSatisfy(stopped -> {
                    assertThat(stopped.reason()).isEqualTo(StopReason.WORKER_LOST);
                    assertThat(stopped.worker()).isEqualTo(Bench.WORKER);
                    assertThat(stopped.function()).isEqualTo(HELLO.spec().function());
                });
    }

    @Test
    void the_next_call_knows_why_it_is_cold() {
        bench.engine.create(HELLO.sandbox());

        reaper.reap();

        assertThat(bench.pool.lease(HELLO.spec(), HELLO.sandbox()).coldReason()).isEqualTo(ColdReason.REPLACED);
    }

    @Test
    void finds_nothing_where_nothing_was_left() {
        reaper.reap();

        assertThat(bench.publisher.reports()).isEmpty();
    }
}
