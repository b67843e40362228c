package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.pool.StartPhases;
import org.jspecify.annotations.Nullable;

/** Tells whoever collects traces how a call came into its container. */
interface CallTraces {

    /** Nobody collects: what the caller sent goes on as it is. */
    CallTraces NONE = (task, execution, start) -> new Traced() {

        @Override
        public @Nullable String traceparent() {
            return task.traceparent();
        }

        @Override
        public void ended(Answer answer) {}

        @Override
        public void broke(RuntimeException failure) {}
    };

    /** The container is ready, and the call begins now. */
    Traced begin(Execute task, Execution execution, StartPhases start);

    /** A call that runs; ends once. */
    interface Traced {

        /** What the function is told; absent if there is no trace. */
        @Nullable
        String traceparent();

        void ended(Answer answer);

        /** Nothing is known of its end. */
        void broke(RuntimeException failure);
    }
}
