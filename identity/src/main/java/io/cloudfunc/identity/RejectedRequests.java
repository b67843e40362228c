package io.cloudfunc.identity;

import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.store.web.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what the firewall finds only when a handler asks for parameters: names with control characters. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RejectedRequests {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> rejected(RequestRejectedException rejected) {
        return Problems.answer(
                new Rejection.InvalidValue("parameters", "control characters", "names and values without any"));
    }
}
