package io.cloudfunc.shell.rest;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, which always ends.
 *
 * @param patience how long its reply may take in all
 */
public record Request(String method, String path, Map<String, String> headers, BodyPublisher body, Duration patience) {

    /** For an answer that waits for nothing but the server. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For which one answer is held back; who waits longer asks again. The server's own limits are not shorter. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

    public Request {
        headers = Map.copyOf(headers);
    }

    public static Request get(String path) {
        return of("GET", path);
    }

    public static Request delete(String path) {
        return of("DELETE", path);
    }

    public static Request put(String path, String contentType, byte[] body) {
        return of("PUT", path).carrying(contentType, body);
    }

    public static Request post(String path, String contentType, byte[] body) {
        return of("POST", path).carrying(contentType, body);
    }

    /** With nothing but the path. */
    public static Request post(String path) {
        return of("POST", path);
    }

    private static Request of(String method, String path) {
        return new Request(method, path, Map.of(), BodyPublishers.noBody(), PATIENCE);
    }

    private Request carrying(String contentType, byte[] bytes) {
        return new Request(
                method, path, with("Content-Type", contentType), BodyPublishers.ofByteArray(bytes), patience);
    }

    /** What is at the path; the server holds its answer back until it is final, or that time has passed. */
    public static Request getWithin(Duration wait, String path) {
        var held = held(wait);
        return held.isZero()
                ? get(path)
                : get(path + "?wait=" + held.toSeconds()).within(PATIENCE.plus(held));
    }

    /** Asks the server to answer only when what was asked for is done, or after that time. */
    public Request preferringToWait(Duration wait) {
        var held = held(wait);
        return held.isZero()
                ? this
                : new Request(method, path, with("Prefer", "wait=" + held.toSeconds()), body, patience.plus(held));
    }

    private static Duration held(Duration wait) {
        var seconds = Math.clamp(wait.toSeconds(), 0, LONGEST_HOLD.toSeconds());
        return Duration.ofSeconds(seconds);
    }

    /** Sent again with the same body, it is the same call. */
    public Request withIdempotencyKey(String key) {
        return new Request(method, path, with("Idempotency-Key", key), body, patience);
    }

    public Request within(Duration patience) {
        return new Request(method, path, headers, body, patience);
    }

    private Map<String, String> with(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return all;
    }

    HttpRequest to(ServerUrl server, Optional<String> key) {
        var request = HttpRequest.newBuilder(server.resolve(path)).method(method, body);
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        headers.forEach(request::header);
        return request.build();
    }
}
