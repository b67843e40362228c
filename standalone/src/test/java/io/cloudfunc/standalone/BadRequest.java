package io.cloudfunc.standalone;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request that something is wrong with, as bytes; the same for the same seed.
 *
 * @param whole whether its end is sent; if not, the sender falls silent or hangs up
 */
record BadRequest(String kind, byte[] bytes, boolean whole) {

    private static final Pattern PLACE = Pattern.compile("\\{[a-z]+}");

    private static final List<String> WORDS = List.of(
            "%00",
            "%c0%ae%c0%ae",
            "%2e%2e",
            "..",
            "%2f",
            "%5c",
            ";a=b",
            "%",
            "%zz",
            "%F0%9F%92%A9",
            "%EF%BF%BE",
            "%E2%80%AE",
            "hello world",
            "héllo",
            "\u0000",
            "'%20or%201=1--",
            "<script>",
            "${jndi:x}",
            "-1",
            "99999999999999999999",
            "1e309",
            "NaN",
            "null",
            "[]",
            "");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "\"text\"",
            "1e999",
            "{\"label\":{},\"roles\":[1]}",
            "{\"label\":\"x\",\"roles\":[null]}",
            "{\"label\":\"\\u0000\",\"roles\":[\"admin\"]}",
            "{\"label\":\"x\",\"roles\":[\"root\"],\"expiresIn\":\"P999999999Y\"}",
            "{\"image\":[]}",
            "{\"image\":\"a b\"}",
            "{\"image\":\"x\",\"settings\":{\"memoryMiB\":-1}}",
            "{\"image\":\"x\",\"settings\":{\"cpus\":\"NaN\"}}",
            "{\"image\":\"x\",\"settings\":{\"environment\":{\"A=B\":\"\\u0000\"}}}",
            "{\"image\":\"x\",\"settings\":{\"timeout\":\"PT99999999999999999H\"}}",
            "{\"revision\":2147483648}",
            "{\"revision\":\"one\"}",
            "{\"\\ud800\":1}",
            "[".repeat(20_000),
            "{\"a\":".repeat(5_000),
            "--cloudfunc-test\r\nContent-Disposition: form-data; name=\"spec\"\r\n\r\n{}\r\n--cloudfunc-test--\r\n",
            "--cloudfunc-test\r\nContent-Disposition: form-data; name=\"source\"; filename=\"../../x\"\r\n\r\nPK");

    private static final List<String> TYPES = List.of(
            "application/json",
            "multipart/form-data; boundary=cloudfunc-test",
            "multipart/form-data",
            "multipart/form-data; boundary=" + "b".repeat(200),
            "application/x-www-form-urlencoded",
            "text/plain; charset=nonsense",
            "application/json; charset=utf-16",
            "nonsense",
            "a/b/c",
            "*/*",
            "");

    private static final List<String> HEADERS = List.of(
            "Content-Length: -1",
            "Content-Length: many",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5\r\nContent-Length: 6",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Host: a\r\nHost: b",
            "Host: [::1",
            "Prefer: wait=-1",
            "Prefer: wait=soon",
            "Idempotency-Key: " + "k".repeat(5_000),
            "Idempotency-Key: \u00ff",
            "Accept: application/pdf",
            "Accept: nonsense",
            "Expect: a miracle",
            "Range: bytes=9-1",
            "If-Match: \"",
            "traceparent: 00-zz",
            "Cookie: cloudfunc-session=" + "x".repeat(50),
            "Cookie: =;;=",
            "Bad Name: x",
            "No-Colon",
            ": nothing",
            "X-Folded: a\r\n b",
            "X-Null: a\u0000b",
            "X-Long: " + "x".repeat(60_000),
            "X-HTTP-Method-Override: DELETE",
            "X-Forwarded-Host: evil.example",
            "Content-Encoding: gzip",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk");

    private static final List<String> METHODS =
            List.of("get", "FOO", "TRACE", "CONNECT", "PATCH", "OPTIONS", "PROPFIND", "G@T", "X".repeat(9_000));

    static BadRequest of(Random random, List<ApiDescription.Operation> operations, String key) {
        var operation = pick(random, operations);
        var route = operation.route().split(" ", 2);
        var path = PLACE.matcher(route[1]).replaceAll(place -> Matcher.quoteReplacement(value(random)));
        var method = route[0];
        var version = "HTTP/1.1";
        var extra = "";
        var body = pick(random, BODIES).getBytes(StandardCharsets.UTF_8);
        var type = pick(random, TYPES);
        var known = operation.bodyTypes();
        if (!known.isEmpty() && random.nextBoolean()) {
            type = pick(random, known);
        }
        var kind = pick(
                random,
                List.of("value", "path", "query", "header", "method", "body", "schema", "bytes", "version", "cut"));
        switch (kind) {
            case "path" ->
                path = path
                        + pick(random, List.of("/", "//", "/..", "/../..", "/.", ";x", "%2f..", "\\"))
                        + value(random);
            case "query" ->
                path += "?" + pick(random, queries(operation)) + "=" + value(random)
                        + pick(random, List.of("", "&limit=0", "&&&=", "&wait=%"));
            case "header" -> extra = pick(random, HEADERS) + "\r\n";
            case "method" -> method = pick(random, METHODS);
            case "schema" -> {
                type = "application/json";
                body = BadJson.of(random, operation.bodySchema()).getBytes(StandardCharsets.UTF_8);
            }
            case "bytes" -> {
                body = new byte[random.nextInt(3_000)];
                random.nextBytes(body);
            }
            case "version" -> version = pick(random, List.of("HTTP/9.9", "HTTP/1", "http/1.1", "", "HTTP/1.1 x"));
            default -> {}
        }
        var head = "%s %s %s\r\n%s%s%s%s\r\n"
                .formatted(
                        method,
                        path,
                        version,
                        extra.startsWith("Host") ? "" : "Host: localhost\r\n",
                        "Authorization: Bearer " + key + "\r\n",
                        type.isEmpty() ? "" : "Content-Type: " + type + "\r\n",
                        extra
                                + (extra.contains("Content-Length") || extra.contains("Transfer-Encoding")
                                        ? ""
                                        : "Content-Length: "
                                                + (kind.equals("cut") ? body.length + 100 : body.length)
                                                + "\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return new BadRequest(kind, bytes.toByteArray(), !kind.equals("cut"));
    }

    /** Those that the route takes, and one that it does not. */
    private static List<String> queries(ApiDescription.Operation operation) {
        return Stream.concat(operation.queries().stream(), Stream.of("x")).toList();
    }

    private static String value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "a".repeat(random.nextInt(4_000));
            case 1 -> "no-such-function";
            case 2 -> pick(random, WORDS) + pick(random, WORDS);
            default -> pick(random, WORDS);
        };
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public String toString() {
        return kind + ": " + new String(bytes, 0, Math.min(bytes.length, 600), StandardCharsets.ISO_8859_1);
    }
}
