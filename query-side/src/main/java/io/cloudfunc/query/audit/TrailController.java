package io.cloudfunc.query.audit;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.view.Snapshot;
import io.cloudfunc.store.trail.KnownSigners;
import io.cloudfunc.store.trail.Selection;
import io.cloudfunc.store.trail.StoredTrail;
import io.cloudfunc.store.trail.TrailExport;
import io.cloudfunc.store.web.ProblemType;
import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.SealJson;
import io.cloudfunc.trail.TrailFormat;
import io.cloudfunc.trail.Verification;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sealed trail of all events over REST. */
@RestController
@RequestMapping("/v1/audit")
class TrailController {

    private final StoredTrail trail;
    private final TrailExport export;
    private final KnownSigners signers;
    private final Snapshot snapshot;

    TrailController(StoredTrail trail, TrailExport export, KnownSigners signers, Snapshot snapshot) {
        this.trail = trail;
        this.export = export;
        this.signers = signers;
        this.snapshot = snapshot;
    }

    /**
     * Compares every sealed event with its seal.
     *
     * @param checkpoint one that was kept apart, as {@code /v1/audit/checkpoint} answered it
     */
    @Described("Says whether a stored event was changed since it was sealed")
    @GetMapping(path = "/verify", produces = MediaType.APPLICATION_JSON_VALUE)
    @AllowedTo(value = Role.AUDIT, about = Subject.INSTALLATION)
    String verify(@RequestParam(required = false) @Nullable String checkpoint) {
        return SealJson.write(verify(checkpoint == null ? List.of() : List.of(read(checkpoint))))
                .toString();
    }

    /** One at a time, so that nobody can keep the database busy with many. */
    private synchronized Verification verify(List<Checkpoint> kept) {
        return snapshot.read(() -> trail.verify(signers.get(), kept));
    }

    private static Checkpoint read(String json) {
        try {
            return SealJson.checkpoint(json);
        } catch (IllegalArgumentException notOne) {
            throw new InvalidValueException("checkpoint", json, "one as /v1/audit/checkpoint answers it");
        }
    }

    /** The last one; kept elsewhere, it proves later that nothing before it was changed or cut off. */
    @Described(value = "Gives the latest seal, to be kept elsewhere", problems = ProblemType.NOTHING_STORED)
    @GetMapping(path = "/checkpoint", produces = MediaType.APPLICATION_JSON_VALUE)
    @AllowedTo(value = Role.AUDIT, about = Subject.INSTALLATION)
    String checkpoint() {
        return trail.checkpoint()
                .map(checkpoint -> SealJson.write(checkpoint).toString())
                .orElseThrow(() -> new RejectedException(
                        new Rejection.NothingStored("The trail", "checkpoint", "no event was sealed yet")));
    }

    /** Streams events and their seals, to be verified offline or imported. */
    @Described("Exports the trail")
    @GetMapping("/events")
    @AllowedTo(value = Role.AUDIT, about = Subject.MANY)
    void events(
            Caller caller,
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(defaultValue = "jsonl") String format,
            HttpServletResponse response)
            throws IOException {
        var written = format(format);
        response.setContentType(written.mediaType());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        var selection = new Selection(function, from, to, type, caller.namespaces());
        export.write(selection, written, response.getWriter());
        response.getWriter().flush();
    }

    private static TrailFormat format(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "jsonl" -> TrailFormat.JSONL;
            case "cloudevents" -> TrailFormat.CLOUDEVENTS;
            default -> throw new InvalidValueException("format", name, "jsonl or cloudevents");
        };
    }
}
