package io.cloudfunc.command.invocation;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Replays calls. */
@RestController
class ReplayController {

    private final Replay replay;
    private final Answers answers;

    ReplayController(Replay replay, Answers answers) {
        this.replay = replay;
        this.answers = answers;
    }

    /**
     * @param revision to run, which need not serve; absent: the same as then
     */
    @Described(
            value = "Makes a call again with the same input, on the same revision or another",
            answers = 202,
            problems = {
                ProblemType.UNKNOWN_INVOCATION,
                ProblemType.UNKNOWN_FUNCTION,
                ProblemType.UNKNOWN_REVISION,
                ProblemType.NOTHING_STORED
            })
    @PostMapping("/v1/invocations/{id}:replay")
    @AllowedTo(value = Role.INVOKE, about = Subject.INVOCATION)
    ResponseEntity<?> replay(@PathVariable String id, @RequestParam(required = false) @Nullable Integer revision) {
        return answers.accepted(replay.replay(InvocationId.parse(id), revision));
    }
}
