package io.cloudfunc.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The W3C header {@code traceparent}, which goes with a call from its caller into the container. */
public final class TraceContext {

    static final String HEADER = "traceparent";
    private static final TextMapGetter<String> THE_ONE = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(HEADER) ? traceparent : null;
        }
    };

    private TraceContext() {}

    /** What a span belongs to; of a header that is absent or broken, to nothing. */
    public static Context of(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, THE_ONE);
    }

    /** What those who go on from a span are told. */
    public static @Nullable String header(Span span) {
        var headers = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.root().with(span), headers, (carrier, name, value) -> headers.put(name, value));
        return headers.get(HEADER);
    }
}
