package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.pool.StartPhases;
import io.cloudfunc.tracing.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Three spans beside each other: the wait in the queue, the start of a cold container, and the call in the container. */
final class OpenTelemetryTraces implements CallTraces {

    private final Tracer tracer;

    OpenTelemetryTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Traced begin(Execute task, Execution execution, StartPhases start) {
        var request = TraceContext.of(task.traceparent());
        var startBegan = execution.startedAt().minus(start.sum());
        span("queue", SpanKind.CONSUMER, request, task, execution.routedAt())
                .setAttribute("messaging.system", "rabbitmq")
                .startSpan()
                .end(startBegan);
        if (!execution.warm()) {
            span("container start", SpanKind.INTERNAL, request, task, startBegan)
                    .setAttribute("cloudfunc.cold.reason", String.valueOf(execution.coldReason()))
                    .startSpan()
                    .end(execution.startedAt());
        }
        return new Running(span("call", SpanKind.CLIENT, request, task, execution.startedAt())
                .setAttribute("container.id", execution.container().value())
                .setAttribute("cloudfunc.worker", execution.worker().value())
                .setAttribute("cloudfunc.start", execution.warm() ? "warm" : "cold")
                .startSpan());
    }

    private SpanBuilder span(String name, SpanKind kind, Context parent, Execute task, Instant from) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent)
                .setStartTimestamp(from)
                .setAttribute("cloudfunc.function", task.function().value())
                .setAttribute("cloudfunc.revision", task.revision().revision())
                .setAttribute("cloudfunc.invocation", task.invocation().toString());
    }

    private record Running(Span call) implements Traced {

        @Override
        public @Nullable String traceparent() {
            return TraceContext.header(call);
        }

        @Override
        public void ended(Answer answer) {
            if (answer instanceof Answer.Fault fault) {
                call.setStatus(StatusCode.ERROR, fault.kind().name());
            }
            call.end();
        }

        @Override
        public void broke(RuntimeException failure) {
            call.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            call.end();
        }
    }
}
