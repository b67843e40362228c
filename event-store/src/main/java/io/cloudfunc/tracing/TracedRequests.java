package io.cloudfunc.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Begins the trace of a call or of a batch, or goes on with its caller's, and puts itself into {@code traceparent}, which
 * is kept with the calls and goes on with them. Of whoever may not call there is no trace: this stands behind the doors.
 */
final class TracedRequests extends OncePerRequestFilter {

    private static final Pattern CALL = Pattern.compile("/fn/[^/]+|/v1/functions/[^/]+/invocations(?::batch)?");
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;

    TracedRequests(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || !CALL.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        var span = tracer.spanBuilder("POST " + route(request))
                .setSpanKind(SpanKind.SERVER)
                .setParent(TraceContext.of(request.getHeader(TraceContext.HEADER)))
                .setAttribute("http.request.method", "POST")
                .setAttribute("url.path", request.getRequestURI())
                .startSpan();
        try {
            rest.doFilter(new InTrace(request, TraceContext.header(span)), response);
        } finally {
            end(span, response);
        }
    }

    private static String route(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.startsWith("/fn/") ? "/fn/{name}" : "/v1/functions/{name}" + path.substring(path.lastIndexOf('/'));
    }

    private static void end(Span span, HttpServletResponse response) {
        span.setAttribute("http.response.status_code", response.getStatus());
        var invocation = response.getHeader("CloudFunc-Invocation");
        if (invocation != null) {
            span.setAttribute("cloudfunc.invocation", invocation);
        }
        if (response.getStatus() >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static final class InTrace extends HttpServletRequestWrapper {

        private final @Nullable String traceparent;

        InTrace(HttpServletRequest request, @Nullable String traceparent) {
            super(request);
            this.traceparent = traceparent;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(TraceContext.HEADER) ? traceparent : super.getHeader(name);
        }
    }
}
