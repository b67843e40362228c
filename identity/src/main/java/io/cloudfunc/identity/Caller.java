package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who sent the request that this thread handles. The id is a pseudonym: only who issued the key knows whose it is. */
public final class Caller extends AbstractAuthenticationToken {

    private final KeyId id;
    private final Set<Role> roles;
    private final Namespaces namespaces;

    Caller(KeyId id, Set<Role> roles, Namespaces namespaces) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.id = id;
        this.roles = Set.copyOf(roles);
        this.namespaces = namespaces;
        setAuthenticated(true);
    }

    /** Empty outside of requests, and for requests without identity. */
    public static Optional<Caller> now() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    public KeyId id() {
        return id;
    }

    Set<Role> roles() {
        return roles;
    }

    /** In which it may use its roles. */
    public Namespaces namespaces() {
        return namespaces;
    }

    boolean mayAct(Set<Role> allowed) {
        return roles.contains(Role.ADMIN) || roles.stream().anyMatch(allowed::contains);
    }

    @Override
    public String getName() {
        return id.toString();
    }

    @Override
    public KeyId getPrincipal() {
        return id;
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Caller caller
                && id.equals(caller.id)
                && roles.equals(caller.roles)
                && namespaces.equals(caller.namespaces);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
