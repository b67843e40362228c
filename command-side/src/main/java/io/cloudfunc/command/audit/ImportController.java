package io.cloudfunc.command.audit;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.trail.TrailImport;
import io.cloudfunc.store.web.ProblemType;
import io.cloudfunc.store.web.RejectionIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes over a history that another installation exported. */
@RestController
class ImportController {

    private final TrailImport imports;

    ImportController(TrailImport imports) {
        this.imports = imports;
    }

    @Described(
            value = "Takes over a history that another installation exported",
            problems = ProblemType.STORE_NOT_EMPTY)
    @PostMapping("/v1/audit/import")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    ImportAnswer load(HttpServletRequest request) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(request.getInputStream(), StandardCharsets.UTF_8))) {
            return new ImportAnswer(imports.load(lines.lines()));
        } catch (IllegalArgumentException | UncheckedIOException unreadable) {
            var why = RejectionIn.causesOf(unreadable)
                    .orElseGet(() -> new Rejection.InvalidValue("body", "no whole export", "what audit export wrote"));
            throw new RejectedException(why);
        }
    }

    record ImportAnswer(long events) {}
}
