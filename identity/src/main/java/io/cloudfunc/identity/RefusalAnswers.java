package io.cloudfunc.identity;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.store.web.RejectionIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers what is refused before any controller sees it, as the same problems that controllers answer. */
final class RefusalAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final HandlerExceptionResolver answers;

    RefusalAnswers(HandlerExceptionResolver answers) {
        this.answers = answers;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException unknown) {
        if (isPageOfDashboard(request)) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, "/login");
            return;
        }
        answer(
                request,
                response,
                RejectionIn.causesOf(unknown).orElseGet(() -> new Rejection.Unauthenticated("The request has no key")));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) {
        if (denied instanceof CsrfException) {
            answer(request, response, new Rejection.Forbidden("the header X-XSRF-TOKEN, as in the cookie XSRF-TOKEN"));
            return;
        }
        var refusal = denied instanceof AuthorizationDeniedException decided
                        && decided.getAuthorizationResult() instanceof Refusal decision
                ? decision.rejection()
                : new Rejection.Forbidden("admin");
        answer(request, response, refusal);
    }

    private static boolean isPageOfDashboard(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                && request.getRequestURI().startsWith("/ui")
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML_VALUE);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Rejection rejection) {
        answers.resolveException(request, response, null, new RejectedException(rejection));
    }
}
