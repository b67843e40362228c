package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.pool.Revisions;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracesTest {

    private static final Revisions HELLO = Revisions.of("hello");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String REQUEST = "b7ad6b7169203331";

    private final Bench bench = new Bench();
    private final Collected collected = new Collected();
    private final List<String> handedOn = new CopyOnWriteArrayList<>();
    private final ExecutionWorker worker = bench.executions(new OpenTelemetryTraces(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(collected))
            .build()
            .get("test")));

    @BeforeEach
    void the_function_keeps_what_it_is_told() {
        bench.engine.register("hello", call -> {
            handedOn.add(String.valueOf(call.traceparent()));
            return Bench.output("done");
        });
    }

    @Test
    void a_cold_call_is_a_wait_a_start_and_a_call_of_its_callers_trace() {
        worker.execute(traced("01"), new byte[3], false);

        assertThat(collected.spans).extracting(SpanData::getName).containsExactly("queue", "container start", "call");
        assertThat(collected.spans).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(REQUEST);
        });
    }

    @Test
    void a_warm_call_starts_nothing_and_hands_its_own_span_on() {
        worker.execute(traced("01"), new byte[3], false);
        collected.spans.clear();

        worker.execute(traced("01"), new byte[3], false);

        assertThat(collected.spans).extracting(SpanData::getName).containsExactly("queue", "call");
        assertThat(handedOn.getLast())
                .isEqualTo(
                        "00-%s-%s-01".formatted(TRACE, collected.spans.getLast().getSpanId()));
    }

    @Test
    void a_failure_is_told_by_its_kind() {
        bench.engine.register(
                "hello",
                call -> new Answer.Fault(FailureKind.HANDLER_RAISED, "oh", true, new byte[0], Duration.ofMillis(1)));

        worker.execute(traced("01"), new byte[3], false);

        assertThat(collected.spans.getLast().getStatus().getDescription()).isEqualTo("HANDLER_RAISED");
    }

    @Test
    void what_the_caller_does_not_trace_is_not_traced() {
        worker.execute(traced("00"), new byte[3], false);

        assertThat(collected.spans).isEmpty();
        assertThat(handedOn.getLast()).startsWith("00-" + TRACE).endsWith("-00");
    }

    @Test
    void without_a_collector_the_function_is_told_what_the_caller_sent() {
        bench.executions.execute(traced("01"), new byte[3], false);

        assertThat(handedOn).containsExactly("00-%s-%s-01".formatted(TRACE, REQUEST));
    }

    private Execute traced(String flags) {
        var call = bench.call(HELLO);
        return new Execute(
                call.invocation(),
                call.revision(),
                call.payload(),
                call.routedAt(),
                call.due(),
                "00-%s-%s-%s".formatted(TRACE, REQUEST, flags),
                call.receipt(),
                null);
    }

    private static final class Collected implements SpanExporter {

        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
