package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers everything that goes wrong in a request as one problem. No answer carries a stack trace. */
@Order(0)
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** A refusal that a framework may have wrapped, or a failure of ours. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(Exception failure, HttpServletRequest request) {
        return RejectionIn.causesOf(failure)
                .map(rejection -> refused(rejection, request))
                .orElseGet(() -> unexpected(failure, request));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        return refused(RejectionIn.causesOf(unreadable).orElseGet(() -> BodyProblem.in(unreadable)), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatched(MethodArgumentTypeMismatchException value, HttpServletRequest request) {
        return refused(RejectionIn.causesOf(value).orElseGet(() -> mismatch(value)), request);
    }

    private static Rejection mismatch(MethodArgumentTypeMismatchException value) {
        var type = Objects.requireNonNullElse(value.getRequiredType(), String.class);
        return new InvalidValueException(value.getName(), String.valueOf(value.getValue()), ExpectedValue.of(type))
                .rejection();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(MissingServletRequestParameterException missing) {
        return missing("query parameter " + missing.getParameterName());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(MissingRequestHeaderException missing) {
        return missing("header " + missing.getHeaderName());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(MissingServletRequestPartException missing) {
        return missing("part " + missing.getRequestPartName());
    }

    private static ResponseEntity<ProblemDetail> missing(String field) {
        return Problems.answer(new Rejection.InvalidValue(field, "", "a value"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooLarge(MaxUploadSizeExceededException tooLarge) {
        return NestedExceptionUtils.getMostSpecificCause(tooLarge) instanceof SizeException size
                ? Problems.answer(new Rejection.PayloadTooLarge(size.getActualSize(), size.getPermittedSize()))
                : Problems.answer(ProblemType.PAYLOAD_TOO_LARGE.problem("A part of the body is larger than allowed"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> broken(MultipartException broken) {
        return Problems.answer(
                new Rejection.InvalidValue("body", "no multipart body that can be read", "multipart/form-data"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(InvalidParameterException broken) {
        return Problems.answer(new Rejection.InvalidValue(
                "query or form", "parameters that cannot be read", "name=value pairs, joined by &"));
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    ResponseEntity<ProblemDetail> noSuchPath(HttpServletRequest request) {
        var path = request.getRequestURI();
        return Problems.answer(Problems.naming(
                ProblemType.NOT_FOUND.problem("There is nothing at '%s'".formatted(path)), null, path, null));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongMethod(HttpRequestMethodNotSupportedException wrong) {
        var allowed = Objects.requireNonNullElse(wrong.getSupportedHttpMethods(), Set.<HttpMethod>of());
        var expected = String.join(
                ", ", allowed.stream().map(HttpMethod::name).sorted().toList());
        var headers = new HttpHeaders();
        headers.setAllow(allowed);
        var problem = ProblemType.METHOD_NOT_ALLOWED.problem(
                "The path does not take %s, expected %s".formatted(wrong.getMethod(), expected));
        return Problems.answer(Problems.naming(problem, "method", wrong.getMethod(), expected), headers);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongBodyType(HttpMediaTypeNotSupportedException wrong, HttpServletRequest asked) {
        return wrongType(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type",
                asked.getContentType(),
                MediaType.toString(wrong.getSupportedMediaTypes()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongAnswerType(HttpMediaTypeNotAcceptableException wrong, HttpServletRequest asked) {
        return wrongType(
                ProblemType.NOT_ACCEPTABLE,
                "Accept",
                asked.getHeader(HttpHeaders.ACCEPT),
                MediaType.toString(wrong.getSupportedMediaTypes()));
    }

    private static ResponseEntity<ProblemDetail> wrongType(
            ProblemType type, String header, @Nullable String offending, String expected) {
        var problem = type.problem("%s: got '%s', expected %s".formatted(header, offending, expected));
        return Problems.answer(Problems.naming(problem, header, offending, expected));
    }

    /** The client went away while it was answered: nobody is there to be told. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException gone) {
        log.debug("A client went away before its answer was complete");
    }

    private static ResponseEntity<ProblemDetail> refused(Rejection rejection, HttpServletRequest request) {
        if (rejection instanceof Rejection.Unavailable) {
            log.warn("{} {} answered 503: {}", request.getMethod(), request.getRequestURI(), rejection.detail());
        }
        return Problems.answer(rejection);
    }

    private static ResponseEntity<ProblemDetail> unexpected(Exception failure, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
        return Problems.answer(ProblemType.INTERNAL_ERROR.problem(
                "CloudFunc failed while it handled the request; its log has the reason"));
    }
}
