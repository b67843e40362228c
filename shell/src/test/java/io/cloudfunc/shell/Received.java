package io.cloudfunc.shell;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A request as it reached the fake server. */
public record Received(String line, Map<String, List<String>> headers, byte[] body) {

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Empty when absent. */
    public String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().getFirst())
                .findFirst()
                .orElse("");
    }
}
