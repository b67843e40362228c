package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.invoker.pool.Revisions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineWatchTest {

    private static final Revisions HELLO = Revisions.of("hello");

    private final Bench bench = new Bench();
    private final AtomicInteger resumed = new AtomicInteger();
    private final EngineWatch watch = new EngineWatch(bench.engine, bench.pool, resumed::incrementAndGet);

    @Test
    void does_not_resume_while_the_engine_is_away() {
        bench.engine.setReachable(false);

        watch.look();

        assertThat(resumed).hasValue(0);
    }

    @Test
    void resumes_when_the_engine_is_back() {
        bench.engine.setReachable(false);
        watch.look();
        bench.engine.setReachable(true);

        watch.look();

        assertThat(resumed).hasValue(1);
    }

    @Test
    void containers_that_the_engine_lost_while_it_was_away_are_gone() {
        var lease = bench.pool.lease(HELLO.spec(), HELLO.sandbox());
        bench.pool.giveBack(lease);
        bench.engine.setReachable(false);
        watch.look();
        bench.engine.remove(lease.container());
        bench.engine.setReachable(true);

        watch.look();
        bench.background.runAll();

        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .extracting(RecordContainerStopped::reason)
                .containsExactly(StopReason.ENGINE_LOST);
    }

    @Test
    void containers_that_outlived_the_absence_stay() {
        bench.pool.giveBack(bench.pool.lease(HELLO.spec(), HELLO.sandbox()));
        bench.engine.setReachable(false);
        watch.look();
        bench.engine.setReachable(true);

        watch.look();
        bench.background.runAll();

        assertThat(bench.publisher.reports(RecordContainerStopped.class)).isEmpty();
    }
}
