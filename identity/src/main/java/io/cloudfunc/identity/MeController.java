package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.openapi.Described;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a caller who it is. */
@RestController
class MeController {

    /**
     * @param now of the server, for clocks that differ
     */
    record Me(KeyId key, Set<Role> roles, Namespaces namespaces, Instant now) {}

    private final Clock clock;

    MeController(Clock clock) {
        this.clock = clock;
    }

    /** Also gives a browser the token for what it changes: its session outlives the cookie of the login page. */
    @Described("Says who asks, and what they may do")
    @GetMapping("/v1/me")
    @AllowedTo(
            value = {Role.READ, Role.INVOKE, Role.DEPLOY, Role.AUDIT},
            about = Subject.NOTHING)
    Me me(Caller caller, CsrfToken token) {
        token.getToken();
        return new Me(caller.id(), caller.roles(), caller.namespaces(), clock.instant());
    }
}
