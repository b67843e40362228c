package io.cloudfunc.identity;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.store.web.RejectionIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers what is refused before any controller sees it, as the same problems that controllers answer. */
final class RefusalAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final HandlerExceptionResolver answers;

    RefusalAnswers(HandlerExceptionResolver answers) {
        this.answers = answers;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException unknown) {
        answer(
                request,
                response,
                RejectionIn.causesOf(unknown).orElseGet(() -> new Rejection.Unauthenticated("The request has no key")));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) {
        var refusal = denied instanceof AuthorizationDeniedException decided
                        && decided.getAuthorizationResult() instanceof Refusal decision
                ? decision.rejection()
                : new Rejection.Forbidden("admin");
        answer(request, response, refusal);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Rejection rejection) {
        answers.resolveException(request, response, null, new RejectedException(rejection));
    }
}
