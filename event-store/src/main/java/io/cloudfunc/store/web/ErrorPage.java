package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.Rejection;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed before, or outside of, any controller: the container sends such requests here. */
@RestController
class ErrorPage implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> answer(HttpServletRequest request) {
        return Problems.answer(problem(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)));
    }

    private static ProblemDetail problem(Object status) {
        if (!(status instanceof Integer code) || code == HttpStatus.NOT_FOUND.value()) {
            return ProblemType.NOT_FOUND.problem("There is nothing at this path");
        }
        return code >= HttpStatus.BAD_REQUEST.value() && code < HttpStatus.INTERNAL_SERVER_ERROR.value()
                ? Problems.of(new Rejection.InvalidValue("request", "one that cannot be read", "a valid HTTP request"))
                : ProblemType.INTERNAL_ERROR.problem("CloudFunc failed while it handled the request");
    }
}
