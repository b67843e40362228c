package io.cloudfunc.shell.line;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.function.Language;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import tools.jackson.databind.JsonNode;

/** The values that an argument or option of a name can have. Asking the server never keeps the person waiting. */
public final class KnownValues {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CloudFuncServer server;

    public KnownValues(CloudFuncServer server) {
        this.server = server;
    }

    Stream<Candidate> of(String name, String typed) {
        return switch (name) {
            case "name", "function", "function-or-invocation" -> functions();
            case "id" -> invocations();
            case "directory", "example" -> directories(typed);
            case "projection" -> words("containers", "functions", "invocations");
            case "output" -> words("table", "json");
            case "contract" -> words("fn", "http", "stdio");
            case "network" -> words("none", "egress");
            case "delivery" -> words("at-least-once", "at-most-once");
            case "retry-on" ->
                words(
                        "HANDLER_RAISED",
                        "BAD_INPUT",
                        "BAD_OUTPUT",
                        "LOAD_FAILED",
                        "EXITED",
                        "OUT_OF_MEMORY",
                        "TIMED_OUT",
                        "OUTPUT_TOO_LARGE",
                        "PROTOCOL_BROKEN",
                        "IMAGE_MISSING");
            case "shell" -> words("bash", "zsh");
            case "runtime" -> Stream.of(Language.values()).map(Language::word).map(Candidate::new);
            case "role" -> words("deploy", "invoke", "read", "audit", "metrics", "admin");
            case "state" -> words("WAITING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED");
            default -> Stream.empty();
        };
    }

    private Stream<Candidate> functions() {
        return items("/v1/functions")
                .map(item -> new Candidate(item.path("name").asString("")));
    }

    private Stream<Candidate> invocations() {
        return items("/v1/invocations?limit=20").map(KnownValues::invocation);
    }

    private static Candidate invocation(JsonNode item) {
        var id = item.path("id").asString("");
        var about =
                item.path("function").asString("") + " " + item.path("state").asString("");
        return new Candidate(id, id, null, about, null, null, true);
    }

    private Stream<JsonNode> items(String path) {
        try {
            var answer = server.accepted(Request.get(path).within(PATIENCE)).json();
            return answer.path("items").valueStream();
        } catch (CommandFailedException nothingToOffer) {
            return Stream.empty();
        }
    }

    private static Stream<Candidate> words(String... words) {
        return Stream.of(words).map(Candidate::new);
    }

    private static Stream<Candidate> directories(String typed) {
        var parent = Path.of(typed.substring(0, typed.lastIndexOf('/') + 1));
        try (var found = Files.list(parent.toString().isEmpty() ? Path.of(".") : parent)) {
            List<Path> directories = found.filter(Files::isDirectory).toList();
            return directories.stream().map(directory -> directory(parent.resolve(directory.getFileName())));
        } catch (IOException | UncheckedIOException notThere) {
            return Stream.empty();
        }
    }

    private static Candidate directory(Path path) {
        return new Candidate(path.toString(), path.getFileName() + "/", null, null, "/", null, false);
    }
}
