package io.cloudfunc.command.function;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.RemoveFunction;
import io.cloudfunc.api.function.RollBackFunction;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.command.Preference;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/** The writing half of {@code /v1/functions}. */
@RestController
@RequestMapping("/v1/functions")
class FunctionController {

    private final CommandGateway commands;
    private final DeployRequests requests;
    private final Preparation preparation;
    private final NamespaceRoom room;
    private final Clock clock;

    FunctionController(
            CommandGateway commands,
            DeployRequests requests,
            Preparation preparation,
            NamespaceRoom room,
            Clock clock) {
        this.commands = commands;
        this.requests = requests;
        this.preparation = preparation;
        this.room = room;
        this.clock = clock;
    }

    @Described(
            value = "Deploys the next revision of a function: an image, or source",
            answers = {200, 202},
            problems = ProblemType.NAMESPACE_FULL,
            body = DeployRequest.class)
    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @AllowedTo(value = Role.DEPLOY, about = Subject.FUNCTION)
    ResponseEntity<DeployAnswer> deployImage(
            @PathVariable String name,
            @RequestBody byte[] spec,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
        var function = new FunctionName(name);
        var request = requests.read(spec);
        return deploy(function, request.imageCode(), request, Preference.wait(prefer));
    }

    /** The spec may be a plain form field or a file. */
    @Described(
            value = "Deploys the next revision of a function: an image, or source",
            answers = {200, 202},
            problems = {ProblemType.PAYLOAD_TOO_LARGE, ProblemType.NAMESPACE_FULL})
    @PutMapping(path = "/{name}", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @AllowedTo(value = Role.DEPLOY, about = Subject.FUNCTION)
    ResponseEntity<DeployAnswer> deploySource(
            @PathVariable String name,
            @RequestPart("spec") Part spec,
            @RequestPart("source") Part source,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
            throws IOException {
        var function = new FunctionName(name);
        var request = requests.read(content(spec));
        return deploy(function, requests.source(request, content(source)), request, Preference.wait(prefer));
    }

    private static byte[] content(Part part) throws IOException {
        try (var content = part.getInputStream()) {
            return content.readAllBytes();
        }
    }

    private ResponseEntity<DeployAnswer> deploy(
            FunctionName function, Code code, DeployRequest request, Duration wait) {
        var settings = request.settingsOrDefault();
        room.admit(function, settings);
        Revision revision = commands.sendAndWait(new DeployFunction(function, code, settings, now()));
        var answer = preparation.await(revision, wait);
        return ResponseEntity.status(answer.status())
                .header(
                        HttpHeaders.LOCATION,
                        URI.create("/v1/functions/" + function).toString())
                .body(answer);
    }

    @Described(
            value = "Lets an earlier revision serve again",
            answers = 204,
            problems = {ProblemType.UNKNOWN_FUNCTION, ProblemType.UNKNOWN_REVISION})
    @PostMapping("/{name}:rollback")
    @AllowedTo(value = Role.DEPLOY, about = Subject.FUNCTION)
    ResponseEntity<Void> rollBack(@PathVariable String name, @RequestBody RollbackRequest request) {
        commands.sendAndWait(new RollBackFunction(new FunctionName(name), request.revision(), now()));
        return ResponseEntity.noContent().build();
    }

    @Described(value = "Removes a function", answers = 204, problems = ProblemType.UNKNOWN_FUNCTION)
    @DeleteMapping("/{name}")
    @AllowedTo(value = Role.DEPLOY, about = Subject.FUNCTION)
    ResponseEntity<Void> remove(@PathVariable String name) {
        commands.sendAndWait(new RemoveFunction(new FunctionName(name), now()));
        return ResponseEntity.noContent().build();
    }

    private Instant now() {
        return clock.instant();
    }

    record RollbackRequest(int revision) {}
}
