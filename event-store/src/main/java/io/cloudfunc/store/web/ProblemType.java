package io.cloudfunc.store.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The kinds of problem that the REST interface answers. Their URIs are stable: clients branch on them. */
public enum ProblemType {
    INVALID_VALUE(HttpStatus.BAD_REQUEST, "A value is not valid"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "The caller is not known"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do this"),
    UNKNOWN_KEY(HttpStatus.NOT_FOUND, "No such key"),
    UNKNOWN_SECRET(HttpStatus.NOT_FOUND, "No such secret"),
    UNKNOWN_FUNCTION(HttpStatus.NOT_FOUND, "No such function"),
    UNKNOWN_REVISION(HttpStatus.NOT_FOUND, "No such revision"),
    UNKNOWN_INVOCATION(HttpStatus.NOT_FOUND, "No such invocation"),
    UNKNOWN_CONTAINER(HttpStatus.NOT_FOUND, "No such container"),
    UNKNOWN_PROJECTION(HttpStatus.NOT_FOUND, "No such projection"),
    NOTHING_STORED(HttpStatus.NOT_FOUND, "Nothing is stored here"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "No such path"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not take this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer has no such media type"),
    NO_READY_REVISION(HttpStatus.CONFLICT, "The function has no ready revision"),
    ALREADY_ENDED(HttpStatus.CONFLICT, "The invocation has ended"),
    NOT_ENDED(HttpStatus.CONFLICT, "The invocation has not ended"),
    STORE_NOT_EMPTY(HttpStatus.CONFLICT, "The installation has events of its own"),
    NO_DEAD_LETTER(HttpStatus.CONFLICT, "The invocation is no dead letter"),
    REBUILD_UNDER_WAY(HttpStatus.CONFLICT, "A rebuild is under way"),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's media type is not taken here"),
    KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key stands for another call"),
    FUNCTION_FULL(HttpStatus.TOO_MANY_REQUESTS, "The function has as many open calls as it may have"),
    NAMESPACE_FULL(HttpStatus.TOO_MANY_REQUESTS, "The namespace has as much as it may have"),
    TOO_MANY_CALLS(HttpStatus.TOO_MANY_REQUESTS, "The caller makes more calls than it may"),
    PLATFORM_FULL(HttpStatus.SERVICE_UNAVAILABLE, "There are as many open calls as there may be"),
    BAD_INPUT(HttpStatus.BAD_REQUEST, "The function does not take this body"),
    FUNCTION_FAILED(HttpStatus.BAD_GATEWAY, "The function failed"),
    NOT_DELIVERED(HttpStatus.BAD_GATEWAY, "The platform gave the call up"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Something that is needed cannot be used now"),
    FUNCTION_TIMED_OUT(HttpStatus.GATEWAY_TIMEOUT, "The function ran longer than its timeout"),
    STILL_RUNNING(HttpStatus.GATEWAY_TIMEOUT, "The invocation has not ended yet"),
    OVERDUE(HttpStatus.GATEWAY_TIMEOUT, "The invocation did not end in time"),
    CANCELLED(HttpStatus.GONE, "The call was cancelled"),
    FUNCTION_REMOVED(HttpStatus.GONE, "The function was removed before the call ran"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "CloudFunc failed");

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public URI uri() {
        return URI.create(
                "urn:cloudfunc:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /**
     * @param detail one sentence for the person who sent the request
     */
    public ProblemDetail problem(String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(uri());
        problem.setTitle(title);
        return problem;
    }
}
