package io.cloudfunc.command.container;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.report.RecordContainerStarted;
import io.cloudfunc.api.report.RecordContainerStopped;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A container as it was reported: it starts at most once, and stops at most once and for good. Once it started, only what
 * its own worker says of it for its own function counts: ids are no secret.
 */
@Aggregate(type = "Container")
public class Container {

    @AggregateIdentifier
    private @Nullable ContainerId id;

    private @Nullable FunctionName function;
    private @Nullable WorkerId worker;
    private boolean stopped;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordContainerStarted report) {
        if (id == null) {
            apply(new ContainerStarted(
                    report.container(),
                    report.function(),
                    report.life(),
                    report.revision(),
                    report.worker(),
                    report.reason(),
                    report.warmFor(),
                    report.at()));
        }
    }

    /** Also for a container whose start was never heard of: its worker died before it could say so. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordContainerStopped report) {
        if (!stopped && isOfItsOwn(report)) {
            apply(new ContainerStopped(
                    report.container(),
                    report.function(),
                    report.life(),
                    report.worker(),
                    report.reason(),
                    report.at()));
        }
    }

    private boolean isOfItsOwn(RecordContainerStopped report) {
        return id == null
                || (report.function().equals(function) && report.worker().equals(worker));
    }

    @EventSourcingHandler
    void on(ContainerStarted event) {
        id = event.container();
        function = event.function();
        worker = event.worker();
    }

    @EventSourcingHandler
    void on(ContainerStopped event) {
        id = event.container();
        stopped = true;
    }
}
