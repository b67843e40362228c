package io.cloudfunc.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What keeps one site's page from acting in the name of who looks at it, and an answer from being more than data. */
final class BrowserRules {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String POLICY = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /** Nothing inline, nothing from elsewhere; text becomes elements only in lit-html's templates, which are constants. */
    private static final String DASHBOARD = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types lit-html";

    /** A page of ours sends the cookie's value back as {@code X-XSRF-TOKEN} or {@code _csrf}; no other page can read it. */
    void againstForgery(CsrfConfigurer<HttpSecurity> csrf) {
        var tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        csrf.csrfTokenRepository(tokens)
                .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                .requireCsrfProtectionMatcher(BrowserRules::mayBeForged);
    }

    /** A key is in a header, which no other site's page can make a browser send. */
    private static boolean mayBeForged(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod())
                && PresentedKey.in(request) == null
                && (Sessions.isIn(request) || request.getRequestURI().equals("/login"));
    }

    /** Answers that say otherwise themselves are left as they are. */
    void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .addHeaderWriter(BrowserRules::policy);
    }

    private static void policy(HttpServletRequest request, HttpServletResponse response) {
        if (!response.containsHeader(POLICY)) {
            response.setHeader(POLICY, request.getRequestURI().startsWith("/ui") ? DASHBOARD : NOTHING);
        }
    }
}
