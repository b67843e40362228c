package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the reason for a refusal in an exception, however deep a framework wrapped it. */
public final class RejectionIn {

    private static final int DEEPEST = 20;

    private RejectionIn() {}

    public static Optional<Rejection> causesOf(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .flatMap(cause -> of(cause).stream())
                .findFirst();
    }

    private static Optional<Rejection> of(Throwable cause) {
        if (cause instanceof RejectedException rejected) {
            return Optional.of(rejected.rejection());
        }
        if (cause instanceof InvalidValueException invalid) {
            return Optional.of(invalid.rejection());
        }
        if (DatabaseOutage.isOne(cause)) {
            return Optional.of(new Rejection.Unavailable("The database", DatabaseOutage.reasonOf(cause)));
        }
        return Optional.empty();
    }
}
