package io.cloudfunc.shell.history;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads histories. What a word names is told by its shape, and where it fits several, by which of them exists. */
public final class StoredEvents {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern CONTAINER = Pattern.compile("[0-9a-f]{12,64}");

    private final CloudFuncServer server;

    public StoredEvents(CloudFuncServer server) {
        this.server = server;
    }

    public JsonNode ofFunction(String name) {
        return server.json(path("functions", "function name", name));
    }

    public JsonNode ofInvocation(String id) {
        return server.json(path("invocations", "invocation id", id));
    }

    public JsonNode ofContainer(String id) {
        return server.json(path("containers", "container id", id));
    }

    JsonNode of(String nameOrId) {
        return places(nameOrId).stream()
                .map(place -> server.exchange(Request.get(place)))
                .filter(reply -> reply.status() != 404)
                .findFirst()
                .orElseThrow(() -> nothing(nameOrId))
                .orProblem()
                .json();
    }

    private List<String> places(String nameOrId) {
        var function = path("functions", "function name", nameOrId);
        if (UUID.matcher(nameOrId).matches()) {
            return List.of(path("invocations", "invocation id", nameOrId), function);
        }
        if (CONTAINER.matcher(nameOrId).matches()) {
            var functions = Character.isDigit(nameOrId.charAt(0)) ? Stream.<String>empty() : Stream.of(function);
            return Stream.concat(functions, containers(nameOrId)).toList();
        }
        return List.of(function);
    }

    /** An abbreviated id is completed from the containers that exist. */
    private Stream<String> containers(String id) {
        var existing = server.json("/v1/containers").path("items").valueStream();
        return Stream.concat(
                        existing.map(container -> container.path("id").asString(""))
                                .filter(known -> known.startsWith(id)),
                        Stream.of(id))
                .distinct()
                .map(known -> path("containers", "container id", known));
    }

    private static String path(String kind, String what, String value) {
        return "/v1/%s/%s/events".formatted(kind, PathSegment.of(what, value));
    }

    private static CommandFailedException nothing(String nameOrId) {
        return new CommandFailedException(
                ExitCode.NOT_FOUND,
                "Nothing is stored about '%s'; expected the name of a function, or the id of a call or container"
                        .formatted(nameOrId));
    }
}
