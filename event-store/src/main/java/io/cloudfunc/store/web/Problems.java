package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.Rejection;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Makes answers of problems: {@code application/problem+json}, and what helps: when to try again, or with which identity. */
public final class Problems {

    /** When a client may try again what was not available, or had no room. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final Set<Integer> AGAIN =
            Set.of(HttpStatus.TOO_MANY_REQUESTS.value(), HttpStatus.SERVICE_UNAVAILABLE.value());

    private Problems() {}

    public static ResponseEntity<ProblemDetail> answer(Rejection rejection) {
        return answer(of(rejection));
    }

    public static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return answer(problem, HttpHeaders.EMPTY);
    }

    public static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers) {
        var answer = ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (AGAIN.contains(problem.getStatus())) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER.toSeconds()));
        }
        if (problem.getStatus() == ProblemType.UNAUTHENTICATED.status().value()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.body(problem);
    }

    public static ProblemDetail of(Rejection rejection) {
        return switch (rejection) {
            case Rejection.InvalidValue invalid ->
                naming(
                        ProblemType.INVALID_VALUE.problem(invalid.detail()),
                        invalid.field(),
                        invalid.offending(),
                        invalid.expected());
            case Rejection.Unauthenticated unknown -> ProblemType.UNAUTHENTICATED.problem(unknown.detail());
            case Rejection.Forbidden forbidden ->
                naming(ProblemType.FORBIDDEN.problem(forbidden.detail()), null, null, forbidden.allowed());
            case Rejection.UnknownKey unknown ->
                naming(ProblemType.UNKNOWN_KEY.problem(unknown.detail()), null, unknown.key(), "the id of a key");
            case Rejection.UnknownSecret unknown ->
                naming(
                        ProblemType.UNKNOWN_SECRET.problem(unknown.detail()),
                        null,
                        unknown.secret(),
                        "the name of a secret");
            case Rejection.UnknownFunction unknown ->
                naming(
                        ProblemType.UNKNOWN_FUNCTION.problem(unknown.detail()),
                        null,
                        unknown.function(),
                        "the name of a deployed function");
            case Rejection.UnknownRevision unknown ->
                naming(
                        ProblemType.UNKNOWN_REVISION.problem(unknown.detail()),
                        "revision",
                        String.valueOf(unknown.revision()),
                        unknown.expected());
            case Rejection.NoReadyRevision none ->
                naming(
                        ProblemType.NO_READY_REVISION.problem(none.detail()),
                        null,
                        none.function(),
                        "a function with a ready revision");
            case Rejection.UnknownInvocation unknown ->
                naming(
                        ProblemType.UNKNOWN_INVOCATION.problem(unknown.detail()),
                        null,
                        unknown.invocation(),
                        "the id of an accepted invocation");
            case Rejection.UnknownContainer unknown ->
                naming(
                        ProblemType.UNKNOWN_CONTAINER.problem(unknown.detail()),
                        null,
                        unknown.container(),
                        "the id of a container that a function had");
            case Rejection.UnknownProjection unknown ->
                naming(
                        ProblemType.UNKNOWN_PROJECTION.problem(unknown.detail()),
                        null,
                        unknown.projection(),
                        unknown.expected());
            case Rejection.RebuildUnderWay other ->
                naming(
                        ProblemType.REBUILD_UNDER_WAY.problem(other.detail()),
                        null,
                        other.projections(),
                        "no rebuild under way");
            case Rejection.NothingStored nothing ->
                naming(ProblemType.NOTHING_STORED.problem(nothing.detail()), null, nothing.what(), null);
            case Rejection.PayloadTooLarge tooLarge ->
                naming(
                        ProblemType.PAYLOAD_TOO_LARGE.problem(tooLarge.detail()),
                        "body",
                        tooLarge.bytes() + " bytes",
                        "at most " + tooLarge.limit() + " bytes");
            case Rejection.KeyReused reused -> {
                var problem = naming(
                        ProblemType.KEY_REUSED.problem(reused.detail()),
                        "Idempotency-Key",
                        reused.key(),
                        "the body it was first used with, or a new key");
                problem.setProperty("invocation", reused.invocation());
                yield problem;
            }
            case Rejection.AlreadyEnded ended ->
                naming(ProblemType.ALREADY_ENDED.problem(ended.detail()), "state", ended.state(), "WAITING or RUNNING");
            case Rejection.NotEnded open ->
                naming(ProblemType.NOT_ENDED.problem(open.detail()), null, open.invocation(), "one that has ended");
            case Rejection.StoreNotEmpty notEmpty ->
                naming(ProblemType.STORE_NOT_EMPTY.problem(notEmpty.detail()), null, null, "an empty installation");
            case Rejection.NoDeadLetter other ->
                naming(ProblemType.NO_DEAD_LETTER.problem(other.detail()), "state", other.state(), "a dead letter");
            case Rejection.FunctionFull full ->
                bounded(ProblemType.FUNCTION_FULL, full, full.what(), full.found(), full.most());
            case Rejection.NamespaceFull full ->
                bounded(ProblemType.NAMESPACE_FULL, full, full.what(), full.found(), full.most());
            case Rejection.PlatformFull full ->
                bounded(ProblemType.PLATFORM_FULL, full, full.what(), full.found(), full.most());
            case Rejection.TooManyCalls many ->
                naming(
                        ProblemType.TOO_MANY_CALLS.problem(many.detail()),
                        null,
                        many.caller(),
                        "at most %d calls a second".formatted(many.mostPerSecond()));
            case Rejection.Unavailable unavailable ->
                naming(
                        ProblemType.UNAVAILABLE.problem(unavailable.detail()),
                        null,
                        unavailable.part(),
                        "to be reachable");
        };
    }

    private static ProblemDetail bounded(ProblemType type, Rejection full, String what, long found, long most) {
        return naming(type.problem(full.detail()), what, String.valueOf(found), "at most " + most);
    }

    /** Adds what was wrong and what was expected instead, each where there is one. */
    public static ProblemDetail naming(
            ProblemDetail problem, @Nullable String field, @Nullable String offending, @Nullable String expected) {
        add(problem, "field", field);
        add(problem, "offending", offending);
        add(problem, "expected", expected);
        return problem;
    }

    private static void add(ProblemDetail problem, String name, @Nullable String value) {
        if (value != null) {
            problem.setProperty(name, value);
        }
    }
}
