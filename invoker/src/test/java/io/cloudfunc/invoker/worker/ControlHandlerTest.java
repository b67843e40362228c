package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.Control;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.invoker.broker.Delivery;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.pool.Lease;
import io.cloudfunc.invoker.pool.Revisions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlHandlerTest {

    private static final Revisions HELLO = Revisions.of("hello");

    private final Bench bench = new Bench();
    private final ControlHandler handler = new ControlHandler(
            bench.json,
            Bench.WORKER,
            bench.pool,
            bench.engine,
            bench.reports,
            bench.cancellations,
            bench.belongings,
            bench.clock);

    @Test
    void retires_a_container_whose_warm_period_is_over() {
        var lease = lease();
        bench.pool.giveBack(lease);

        handle(retire(lease.container(), 1));

        assertThat(stopped()).containsExactly(StopReason.WARM_EXPIRED);
        assertThat(bench.engine.owned()).isEmpty();
    }

    @Test
    void leaves_a_container_alone_that_is_in_use_again() {
        bench.pool.giveBack(lease());
        var again = lease();

        handle(retire(again.container(), 1));

        assertThat(stopped()).isEmpty();
    }

    @Test
    void reports_a_container_stopped_again_that_it_does_not_have_any_more() {
        var gone = new ContainerId("gone");

        handle(retire(gone, 4));

        assertThat(bench.publisher.reports(RecordContainerStopped.class))
                .singleElement()
                .satisfies(stopped -> {
                    assertThat(stopped.container()).isEqualTo(gone);
                    assertThat(stopped.function()).isEqualTo(HELLO.spec().function());
                    assertThat(stopped.worker()).isEqualTo(Bench.WORKER);
                });
    }

    @Test
    void forgets_a_function_with_its_idle_containers() {
        bench.pool.giveBack(lease());

        handle(new ForgetFunction(HELLO.spec().function(), 1));

        assertThat(stopped()).containsExactly(StopReason.FUNCTION_REMOVED);
        assertThat(bench.pool.isForgotten(HELLO.spec().lifeKey())).isTrue();
    }

    @Test
    void lets_what_a_forgotten_function_had_go_once_its_containers_are_gone() {
        var image = HELLO.sandbox().image();
        bench.belongings.addImage(HELLO.spec().lifeKey(), image);
        var busy = lease();

        handle(new ForgetFunction(HELLO.spec().function(), 1));
        bench.belongings.collect(bench.pool::hasContainersOf);
        assertThat(bench.engine.released()).isEmpty();
        bench.pool.giveBack(busy);
        bench.background.runAll();
        bench.belongings.collect(bench.pool::hasContainersOf);

        assertThat(bench.engine.released()).containsExactly(image);
    }

    @Test
    void keeps_a_cancelled_call_from_running() {
        var call = bench.call(HELLO);

        handle(new CancelCall(call.invocation()));

        assertThat(bench.executions.execute(call, "Ada".getBytes(UTF_8), false)).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    @Test
    void what_is_no_order_goes_to_the_dead_letters() {
        assertThat(handler.handle(new Delivery("?".getBytes(UTF_8), false))).isEqualTo(Verdict.DEAD_LETTER);
    }

    private Lease lease() {
        return bench.pool.lease(HELLO.spec(), HELLO.sandbox());
    }

    private static RetireContainer retire(ContainerId container, long lease) {
        return new RetireContainer(container, HELLO.spec().function(), 1, lease);
    }

    private void handle(Control order) {
        assertThat(handler.handle(new Delivery(bench.json.write(order), false))).isEqualTo(Verdict.DONE);
        bench.background.runAll();
    }

    private List<StopReason> stopped() {
        return bench.publisher.reports(RecordContainerStopped.class).stream()
                .map(RecordContainerStopped::reason)
                .toList();
    }
}
