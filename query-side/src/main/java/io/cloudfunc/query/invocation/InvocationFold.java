package io.cloudfunc.query.invocation;

import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationRedriven;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.query.invocation.InvocationView.Failure;
import io.cloudfunc.query.view.Fold;
import org.jspecify.annotations.Nullable;

/** What an invocation becomes by one more of its events. */
final class InvocationFold implements Fold<InvocationEvent, InvocationView> {

    @Override
    public InvocationView apply(@Nullable InvocationView before, InvocationEvent event) {
        if (event instanceof InvocationRequested requested) {
            return InvocationView.waiting(requested);
        }
        if (before == null) {
            throw new IllegalStateException("Invocation %s begins with %s".formatted(event.invocation(), event));
        }
        return switch (event) {
            case InvocationRequested requested -> InvocationView.waiting(requested);
            case AttemptStarted started -> before.ranIn(started.execution(), started.attempt());
            case InvocationSucceeded succeeded ->
                before.ranIn(succeeded.execution(), succeeded.attempt())
                        .succeeded(succeeded.endedAt(), succeeded.output(), succeeded.phases(), succeeded.log());
            case InvocationFailed failed ->
                before.ranIn(failed.execution(), failed.attempt())
                        .failed(
                                failed.endedAt(),
                                Failure.of(failed.kind(), failed.message(), failed.said()),
                                failed.phases(),
                                failed.log());
            case InvocationAbandoned abandoned ->
                before.failed(
                        abandoned.endedAt(), Failure.of(abandoned.reason(), abandoned.message(), null), null, null);
            case AttemptFailed failed ->
                (failed.execution() == null ? before : before.ranIn(failed.execution(), failed.attempt()))
                        .tryingAgain(failed);
            case DuplicateExecutionObserved duplicate -> before.duplicated();
            case InvocationDeadLettered dead -> before.dead(dead.at());
            case InvocationRedriven redriven -> before.redriven(redriven.as());
        };
    }
}
