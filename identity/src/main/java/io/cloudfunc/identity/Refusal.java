package io.cloudfunc.identity;

import io.cloudfunc.api.problem.Rejection;
import org.springframework.security.authorization.AuthorizationResult;

/** The decision that a request is not allowed, and why. */
record Refusal(Rejection rejection) implements AuthorizationResult {

    @Override
    public boolean isGranted() {
        return false;
    }
}
