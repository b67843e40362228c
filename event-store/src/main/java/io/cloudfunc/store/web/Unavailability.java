package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;

/** Says that a part of the platform, and not the caller, is why something could not be done. */
public final class Unavailability {

    private Unavailability() {}

    /** The failure itself where it already says why, else that the database did not confirm. */
    public static RuntimeException ofDatabase(RuntimeException failure) {
        if (RejectionIn.causesOf(failure).isPresent()) {
            return failure;
        }
        var unavailable = new RejectedException(new Rejection.Unavailable(
                "The database", "it did not confirm, so it is unknown whether this was stored"));
        unavailable.initCause(failure);
        return unavailable;
    }
}
