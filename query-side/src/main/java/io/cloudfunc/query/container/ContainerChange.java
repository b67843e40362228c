package io.cloudfunc.query.container;

import io.cloudfunc.api.container.ContainerEvent;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import java.time.Instant;
import java.util.Optional;

/** What an event says about a container: those of invocations say when it is used. */
sealed interface ContainerChange {

    ContainerId container();

    FunctionName function();

    int life();

    WorkerId worker();

    /** It exists. */
    record Started(ContainerStarted event) implements ContainerChange {
        @Override
        public ContainerId container() {
            return event.container();
        }

        @Override
        public FunctionName function() {
            return event.function();
        }

        @Override
        public int life() {
            return event.life();
        }

        @Override
        public WorkerId worker() {
            return event.worker();
        }
    }

    /** It is gone. */
    record Stopped(ContainerStopped event) implements ContainerChange {
        @Override
        public ContainerId container() {
            return event.container();
        }

        @Override
        public FunctionName function() {
            return event.function();
        }

        @Override
        public int life() {
            return event.life();
        }

        @Override
        public WorkerId worker() {
            return event.worker();
        }
    }

    /** A call began in it, or ended in it. */
    record Used(
            ContainerId container,
            FunctionName function,
            int life,
            WorkerId worker,
            long lease,
            boolean over,
            Instant at)
            implements ContainerChange {}

    /** What the event says about a container, if anything. */
    static Optional<ContainerChange> in(Object event) {
        return switch (event) {
            case ContainerEvent own -> Optional.of(of(own));
            case InvocationEvent use -> in(use);
            default -> Optional.empty();
        };
    }

    static ContainerChange of(ContainerEvent event) {
        return switch (event) {
            case ContainerStarted started -> new Started(started);
            case ContainerStopped stopped -> new Stopped(stopped);
        };
    }

    private static Optional<ContainerChange> in(InvocationEvent event) {
        return switch (event) {
            case AttemptStarted started ->
                used(started, started.execution(), false, started.execution().startedAt());
            case InvocationSucceeded succeeded -> used(succeeded, succeeded.execution(), true, succeeded.endedAt());
            case InvocationFailed failed -> used(failed, failed.execution(), true, failed.endedAt());
            case DuplicateExecutionObserved duplicate ->
                used(duplicate, duplicate.execution(), true, duplicate.endedAt());
            case InvocationRequested notYetInAny -> Optional.empty();
            case InvocationAbandoned inNone -> Optional.empty();
        };
    }

    private static Optional<ContainerChange> used(OfFunctionLife of, Execution in, boolean over, Instant at) {
        return Optional.of(new Used(in.container(), of.function(), of.life(), in.worker(), in.lease(), over, at));
    }
}
