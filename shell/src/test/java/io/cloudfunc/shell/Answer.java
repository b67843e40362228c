package io.cloudfunc.shell;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What the fake server answers. */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    public static Answer json(String json) {
        return of(200, "application/json", json);
    }

    public static Answer text(String text) {
        return of(200, "text/plain; charset=utf-8", text);
    }

    public static Answer bytes(byte[] bytes) {
        return new Answer(200, Map.of("Content-Type", "application/octet-stream"), bytes);
    }

    public static Answer nothing() {
        return new Answer(204, Map.of(), new byte[0]);
    }

    public static Answer problem(int status, String type, String detail, String... fieldsAndValues) {
        var json = new StringBuilder("""
                {"type":"urn:cloudfunc:problem:%s","title":"T","status":%d,"detail":"%s\"""".formatted(type, status, detail));
        for (var i = 0; i < fieldsAndValues.length; i += 2) {
            json.append(",\"%s\":\"%s\"".formatted(fieldsAndValues[i], fieldsAndValues[i + 1]));
        }
        return of(status, "application/problem+json", json.append('}').toString());
    }

    public static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer with(String header, String value) {
        var all = new TreeMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }

    public Answer status(int other) {
        return new Answer(other, headers, body);
    }
}
