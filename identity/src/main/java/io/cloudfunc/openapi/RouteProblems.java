package io.cloudfunc.openapi;

import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.store.web.ProblemType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** What a route may refuse with: what each may, what its kind may, and what it says itself. */
final class RouteProblems {

    /** What may befall any request, whatever it asks: a path or a query that cannot be read, among others. */
    static final List<ProblemType> OF_ALL = List.of(
            ProblemType.INVALID_VALUE, ProblemType.NOT_ACCEPTABLE, ProblemType.UNAVAILABLE, ProblemType.INTERNAL_ERROR);

    private RouteProblems() {}

    static Set<ProblemType> of(HandlerMethod handler, boolean hasInput, boolean hasBodyType) {
        var problems = EnumSet.noneOf(ProblemType.class);
        var rule = handler.getMethodAnnotation(AllowedTo.class);
        if (rule == null || !rule.everybody()) {
            problems.addAll(List.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN));
        }
        if (hasInput) {
            problems.add(ProblemType.INVALID_VALUE);
        }
        if (hasBodyType) {
            problems.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        var described = handler.getMethodAnnotation(Described.class);
        if (described != null) {
            problems.addAll(List.of(described.problems()));
        }
        return problems;
    }

    static boolean readsJson(HandlerMethod handler) {
        return List.of(handler.getMethodParameters()).stream()
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }
}
