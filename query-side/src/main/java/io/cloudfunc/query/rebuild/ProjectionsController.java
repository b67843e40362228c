package io.cloudfunc.query.rebuild;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.store.web.ProblemType;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells about views over REST, makes them anew and compares them. */
@RestController
class ProjectionsController {

    private final KnownProjections projections;

    ProjectionsController(KnownProjections projections) {
        this.projections = projections;
    }

    @Described("Says how far the views have come")
    @GetMapping("/v1/projections")
    @AllowedTo(
            value = {Role.READ, Role.AUDIT},
            about = Subject.NOTHING)
    Page<ProjectionView> list() {
        return new Page<>(projections.list(), null);
    }

    @Described(value = "Says how far a view has come", problems = ProblemType.UNKNOWN_PROJECTION)
    @GetMapping("/v1/projections/{name}")
    @AllowedTo(
            value = {Role.READ, Role.AUDIT},
            about = Subject.NOTHING)
    ProjectionView one(@PathVariable String name) {
        return projections.find(name);
    }

    /** Asks for it, and answers at once; how far it is, the location tells. */
    @Described(
            value = "Makes a view anew from the events",
            answers = 202,
            problems = {ProblemType.UNKNOWN_PROJECTION, ProblemType.REBUILD_UNDER_WAY})
    @PostMapping("/v1/projections/{name}:rebuild")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    ResponseEntity<ProjectionView> rebuild(@PathVariable String name) {
        projections.rebuild(name);
        return ResponseEntity.accepted()
                .location(URI.create("/v1/projections/" + name))
                .body(projections.find(name));
    }

    @Described(value = "Makes all views anew from the events", answers = 202, problems = ProblemType.REBUILD_UNDER_WAY)
    @PostMapping("/v1/projections:rebuild")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    ResponseEntity<Page<ProjectionView>> rebuildAll() {
        projections.rebuildAll();
        return ResponseEntity.accepted()
                .location(URI.create("/v1/projections"))
                .body(new Page<>(projections.list(), null));
    }

    /** Answers when all rows are compared, after up to 15 minutes. */
    @Described(value = "Compares a view with one made anew", problems = ProblemType.UNKNOWN_PROJECTION)
    @PostMapping("/v1/projections/{name}:check")
    @AllowedTo(value = Role.AUDIT, about = Subject.INSTALLATION)
    Check check(@PathVariable String name) {
        return projections.check(name);
    }

    @Described("Compares all views with ones made anew")
    @PostMapping("/v1/projections:check")
    @AllowedTo(value = Role.AUDIT, about = Subject.INSTALLATION)
    Page<Check> checkAll() {
        return new Page<>(projections.checkAll(), null);
    }
}
