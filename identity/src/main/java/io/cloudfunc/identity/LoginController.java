package io.cloudfunc.identity;

import io.cloudfunc.api.problem.RejectedException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives a browser a session for a key, and ends it. */
@RestController
class LoginController {

    private static final Logger LOG = LoggerFactory.getLogger(LoginController.class);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String NOTHING_BUT_THIS_FORM =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri"
                    + " 'none'";

    private static final String PAGE = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>CloudFunc: log in</title>
        <style>
          body { font: 16px system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1rem; color-scheme: light dark }
          input, button { font: inherit; padding: .5rem; box-sizing: border-box } input { width: 100%% }
          button { margin-top: 1rem } [role=alert] { color: crimson }
        </style>
        <h1>CloudFunc</h1>
        <form method="post" action="/login">
          <p role="alert">%s</p>
          <label for="key">Your key</label>
          <input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
          <input type="hidden" name="_csrf" value="%s">
          <button>Log in</button>
        </form>
        <p>The first <code>./cloudfunc up</code> made one; <code>./cloudfunc keys create</code> makes others.</p>
        </html>
        """;

    private final KeysAtHand keys;
    private final Sessions sessions;

    LoginController(KeysAtHand keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    @GetMapping("/login")
    @AllowedTo(everybody = true)
    ResponseEntity<String> page(CsrfToken token) {
        return page(HttpStatus.OK, "", token);
    }

    @PostMapping(path = "/login", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @AllowedTo(everybody = true)
    ResponseEntity<String> logIn(
            @RequestParam(defaultValue = "") String key, CsrfToken token, HttpServletRequest request) {
        var presented = ApiKey.parse(key.strip());
        if (presented.isEmpty()) {
            return page(HttpStatus.UNAUTHORIZED, "That is not a key: expected cf_…", token);
        }
        try {
            var caller = keys.holderOf(presented.get());
            LOG.info("A browser has a session for {}", caller.id());
            return to("/ui/", sessions.open(caller, request.isSecure()));
        } catch (RejectedException refused) {
            return page(HttpStatus.UNAUTHORIZED, "This key does not let you in: not known, expired or revoked", token);
        }
    }

    @PostMapping("/logout")
    @AllowedTo(everybody = true)
    ResponseEntity<String> logOut(HttpServletRequest request) {
        return to("/login", sessions.close(request));
    }

    private static ResponseEntity<String> page(HttpStatus status, String why, CsrfToken token) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header("Content-Security-Policy", NOTHING_BUT_THIS_FORM)
                .body(PAGE.formatted(why, token.getToken()));
    }

    private static ResponseEntity<String> to(String path, ResponseCookie cookie) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }
}
