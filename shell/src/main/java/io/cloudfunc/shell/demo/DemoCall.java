package io.cloudfunc.shell.demo;

import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One call of the demo.
 *
 * @param millis from sending it to having its output
 * @param invocation what the server tells of it
 */
record DemoCall(double millis, byte[] output, JsonNode invocation) {

    String id() {
        return invocation.path("id").asString("");
    }

    String container() {
        return invocation.path("container").asString("");
    }

    Instant endedAt() {
        return Instant.parse(invocation.path("endedAt").asString(""));
    }

    JsonNode parsedOutput() {
        try {
            return Json.read(output);
        } catch (JacksonException text) {
            return JsonNodeFactory.instance.stringNode(new String(output, StandardCharsets.UTF_8));
        }
    }

    String summary() {
        var reason = invocation.path("coldReason").asString("");
        return String.format(
                Locale.ROOT,
                "%s in %.1f ms, %s%s, in container %s",
                parsedOutput(),
                millis,
                invocation.path("start").asString("").toLowerCase(Locale.ROOT),
                reason.isEmpty() ? "" : " (" + reason + ")",
                abbreviated(container()));
    }

    String phase(String name) {
        return Times.span(invocation.path("phases").path(name).asString("PT0S"));
    }

    static String abbreviated(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }
}
