package io.cloudfunc.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A key that came with a request, not looked at yet. */
final class PresentedKey extends AbstractAuthenticationToken {

    private static final String SCHEME = "Bearer ";

    private final transient ApiKey key;

    private PresentedKey(ApiKey key) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.key = key;
    }

    /** Null if the request has no key of ours: a webhook's sender may have a token of its own there. */
    static @Nullable PresentedKey in(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .flatMap(
                        header -> ApiKey.parse(header.substring(SCHEME.length()).strip()))
                .map(PresentedKey::new)
                .orElse(null);
    }

    ApiKey key() {
        return key;
    }

    @Override
    public Object getPrincipal() {
        return key.id();
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
