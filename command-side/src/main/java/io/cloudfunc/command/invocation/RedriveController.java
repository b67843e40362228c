package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.command.invocation.Redriving.Changed;
import io.cloudfunc.command.invocation.RedrivingMany.Redriven;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Redrives dead letters. */
@RestController
class RedriveController {

    /** What became of the letters, in the order in which their calls were accepted. */
    record Answer(List<Redriven> items) {}

    private final Redriving redriving;
    private final RedrivingMany many;
    private final Answers answers;
    private final InvocationSettings settings;

    RedriveController(Redriving redriving, RedrivingMany many, Answers answers, InvocationSettings settings) {
        this.redriving = redriving;
        this.many = many;
        this.answers = answers;
        this.settings = settings;
    }

    /** A body, if there is one, is what the new call is given instead of the letter's own input. */
    @Described(
            value = "Calls a dead letter anew, with its own input or the body",
            answers = 202,
            problems = {
                ProblemType.UNKNOWN_INVOCATION,
                ProblemType.NO_DEAD_LETTER,
                ProblemType.NOTHING_STORED,
                ProblemType.UNKNOWN_FUNCTION,
                ProblemType.NO_READY_REVISION,
                ProblemType.PAYLOAD_TOO_LARGE,
                ProblemType.FUNCTION_FULL,
                ProblemType.NAMESPACE_FULL,
                ProblemType.PLATFORM_FULL
            })
    @PostMapping("/v1/dead-letters/{id}:redrive")
    @AllowedTo(value = Role.INVOKE, about = Subject.INVOCATION)
    ResponseEntity<?> redrive(@PathVariable String id, HttpServletRequest request) {
        var dead = InvocationId.parse(id);
        var body = new Body(request, settings.maxPayload().toBytes());
        var changed = Optional.of(body.read())
                .filter(content -> content.length > 0)
                .map(content -> new Changed(body.contentType(), content));
        return answers.accepted(redriving.redrive(dead, changed));
    }

    /**
     * @param function only dead letters of this function
     * @param limit most letters, 1 to 500
     * @param rate most letters a second, 1 to 500
     */
    @Described("Calls the oldest dead letters anew")
    @PostMapping("/v1/dead-letters:redrive")
    @AllowedTo(value = Role.INVOKE, about = Subject.MANY)
    Answer redriveMany(
            Caller caller,
            @RequestParam(required = false) @Nullable FunctionName function,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "10") int rate) {
        return new Answer(many.redrive(caller.namespaces(), function, limit, rate));
    }
}
