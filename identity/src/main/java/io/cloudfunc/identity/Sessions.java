package io.cloudfunc.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;

/** Lets browsers in that presented a key once, on every node, for 12 hours, and for as long as that key lets anybody in. */
final class Sessions {

    private static final String COOKIE = "cloudfunc-session";
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST_SECRET = 100;

    private final JdbcTemplate jdbc;
    private final KeysAtHand keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(JdbcTemplate jdbc, KeysAtHand keys, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
    }

    /** The cookie that lets the browser in. */
    ResponseCookie open(Caller caller, boolean encrypted) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var secret = HexFormat.of().formatHex(bytes);
        jdbc.update(
                "insert into browser_session (hash, key_id, expires_at) values (?, ?, ?)",
                Sha256.hex(secret),
                caller.id().toString(),
                Timestamp.from(clock.instant().plus(LONGEST)));
        return cookie(secret, LONGEST, encrypted);
    }

    /** The cookie that makes the browser forget. */
    ResponseCookie close(HttpServletRequest request) {
        secretIn(request)
                .ifPresent(secret -> jdbc.update("delete from browser_session where hash = ?", Sha256.hex(secret)));
        return cookie("", Duration.ZERO, request.isSecure());
    }

    /** No script sees it, and no other site's page makes the browser send it. */
    private static ResponseCookie cookie(String secret, Duration age, boolean encrypted) {
        return ResponseCookie.from(COOKIE, secret)
                .httpOnly(true)
                .secure(encrypted)
                .sameSite("Strict")
                .path("/")
                .maxAge(age)
                .build();
    }

    static boolean isIn(HttpServletRequest request) {
        return secretIn(request).isPresent();
    }

    /** Who the browser stands for; empty if it has no session, or one that has ended. */
    Optional<Caller> callerOf(HttpServletRequest request) {
        return secretIn(request).flatMap(this::key).flatMap(keys::holderOfId);
    }

    static Optional<String> hashIn(HttpServletRequest request) {
        return secretIn(request).map(Sha256::hex);
    }

    /** Those of the sessions with these hashes that have not ended. */
    Set<String> lasting(Collection<String> hashes) {
        return hashes.isEmpty()
                ? Set.of()
                : Set.copyOf(jdbc.query(
                        "select hash from browser_session where hash = any(?) and expires_at > ?",
                        statement -> {
                            statement.setArray(1, statement.getConnection().createArrayOf("text", hashes.toArray()));
                            statement.setTimestamp(2, Timestamp.from(clock.instant()));
                        },
                        (row, number) -> row.getString(1)));
    }

    private Optional<String> key(String secret) {
        return jdbc
                .query(
                        "select key_id from browser_session where hash = ? and expires_at > ?",
                        (row, number) -> row.getString(1),
                        Sha256.hex(secret),
                        Timestamp.from(clock.instant()))
                .stream()
                .findFirst();
    }

    private static Optional<String> secretIn(HttpServletRequest request) {
        return Stream.of(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .filter(secret -> !secret.isEmpty() && secret.length() <= LONGEST_SECRET)
                .findFirst();
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forgetEnded() {
        jdbc.update("delete from browser_session where expires_at < ?", Timestamp.from(clock.instant()));
    }
}
