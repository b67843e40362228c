package io.cloudfunc.command.container;

import static io.cloudfunc.command.Calls.CONTAINER;
import static io.cloudfunc.command.Calls.NOON;
import static io.cloudfunc.command.Calls.WORKER;

import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import java.time.Duration;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class ContainerTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final Duration WARM_FOR = Duration.ofSeconds(60);

    private final FixtureConfiguration<Container> container = new AggregateTestFixture<>(Container.class);

    @Test
    void a_start_is_recorded_with_its_reason_and_its_warm_period() {
        container.givenNoPriorActivity().when(start()).expectEvents(started());
    }

    @Test
    void a_start_reported_twice_is_one() {
        container
                .given(started())
                .when(start())
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_stop_is_recorded_with_its_reason() {
        container.given(started()).when(stop(StopReason.WARM_EXPIRED)).expectEvents(stopped(StopReason.WARM_EXPIRED));
    }

    @Test
    void the_first_reason_for_a_stop_stands() {
        container
                .given(started(), stopped(StopReason.WARM_EXPIRED))
                .when(stop(StopReason.WORKER_LOST))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void what_another_worker_says_of_its_stop_or_for_another_function_decides_nothing() {
        for (var foreign : List.of(
                new RecordContainerStopped(CONTAINER, HELLO, 1, new WorkerId("another"), StopReason.WORKER_LOST, NOON),
                new RecordContainerStopped(
                        CONTAINER, new FunctionName("another"), 1, WORKER, StopReason.WORKER_LOST, NOON))) {
            container
                    .given(started())
                    .when(foreign)
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
    }

    @Test
    void a_container_can_stop_whose_start_was_never_heard_of() {
        container
                .givenNoPriorActivity()
                .when(stop(StopReason.WORKER_LOST))
                .expectEvents(stopped(StopReason.WORKER_LOST));
    }

    @Test
    void a_start_heard_of_after_the_stop_does_not_bring_the_container_back() {
        container
                .given(stopped(StopReason.WORKER_LOST))
                .when(start())
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    private static RecordContainerStarted start() {
        return new RecordContainerStarted(CONTAINER, HELLO, 1, 2, WORKER, ColdReason.FIRST_CALL, WARM_FOR, NOON);
    }

    private static RecordContainerStopped stop(StopReason reason) {
        return new RecordContainerStopped(CONTAINER, HELLO, 1, WORKER, reason, NOON);
    }

    private static ContainerStarted started() {
        return new ContainerStarted(CONTAINER, HELLO, 1, 2, WORKER, ColdReason.FIRST_CALL, WARM_FOR, NOON);
    }

    private static ContainerStopped stopped(StopReason reason) {
        return new ContainerStopped(CONTAINER, HELLO, 1, WORKER, reason, NOON);
    }
}
