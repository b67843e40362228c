package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Refuses what the framework behind would take for a fault of its own: paths that cannot be read, and types with a *. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ReadableRequests extends OncePerRequestFilter {

    private final JsonMapper json;

    ReadableRequests(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws ServletException, IOException {
        var refusal = refusalOf(request);
        if (refusal.isEmpty()) {
            next.doFilter(request, response);
            return;
        }
        var problem = Problems.of(refusal.get());
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    private static Optional<Rejection> refusalOf(HttpServletRequest request) {
        try {
            PathContainer.parsePath(request.getRequestURI());
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(new Rejection.InvalidValue("path", "one that cannot be read", "a valid path"));
        }
        var type = request.getContentType();
        return type != null && type.contains("*")
                ? Optional.of(new InvalidValueException("Content-Type", type, "a media type such as application/json")
                        .rejection())
                : Optional.empty();
    }
}
