package io.cloudfunc.identity;

import io.cloudfunc.api.problem.RejectedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
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
    private static final String NOTHING_BUT_THIS_FORM = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** With places for what went wrong, and for the token. */
    private static final String PAGE = text("login.html");

    private static final byte[] LOOK = bytes("look.css");
    private static final byte[] MARK = bytes("mark.svg");
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

    private final KeysAtHand keys;
    private final Sessions sessions;

    LoginController(KeysAtHand keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /** What the login page and the dashboard have in common. */
    @GetMapping("/look.css")
    @AllowedTo(everybody = true, about = Subject.NOTHING)
    ResponseEntity<byte[]> look() {
        return file(CSS, LOOK);
    }

    @GetMapping("/mark.svg")
    @AllowedTo(everybody = true, about = Subject.NOTHING)
    ResponseEntity<byte[]> mark() {
        return file(SVG, MARK);
    }

    @GetMapping("/login")
    @AllowedTo(everybody = true, about = Subject.NOTHING)
    ResponseEntity<String> page(CsrfToken token) {
        return page(HttpStatus.OK, "", token);
    }

    @PostMapping(path = "/login", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @AllowedTo(everybody = true, about = Subject.NOTHING)
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
    @AllowedTo(everybody = true, about = Subject.NOTHING)
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

    private static ResponseEntity<byte[]> file(MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(FRESH).cachePrivate())
                .body(content);
    }

    private static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) {
        try (var content = LoginController.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(content, file).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
