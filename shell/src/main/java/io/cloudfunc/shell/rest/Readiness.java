package io.cloudfunc.shell.rest;

import static java.util.stream.Collectors.joining;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.util.Map.Entry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Why something takes long: the parts that the server misses. */
public final class Readiness {

    private Readiness() {}

    /** A line that names the parts which are not up; empty if all are, or the server does not say. */
    public static String complaint(CloudFuncServer server) {
        var missing = missingParts(server);
        return missing.isEmpty() ? "" : "%nNot ready: %s; expected UP".formatted(missing);
    }

    private static String missingParts(CloudFuncServer server) {
        try {
            return server.exchange(Request.get("/readyz"))
                    .json()
                    .path("components")
                    .propertyStream()
                    .filter(part -> !statusOf(part).equals("UP"))
                    .map(part -> part.getKey() + " is " + statusOf(part))
                    .collect(joining(", "));
        } catch (CommandFailedException | JacksonException unknown) {
            return "";
        }
    }

    private static String statusOf(Entry<String, JsonNode> part) {
        return part.getValue().path("status").asString("unknown");
    }
}
