package io.cloudfunc.query.timeline;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.history.Entry;
import io.cloudfunc.query.view.Moment;
import io.cloudfunc.query.view.Page;
import io.cloudfunc.query.view.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells over REST what happened, whatever it happened to. */
@RestController
class TimelineController {

    private final Happenings happenings;

    TimelineController(Happenings happenings) {
        this.happenings = happenings;
    }

    /**
     * All events, the latest first.
     *
     * @param at only those that were stored by then
     */
    @Described("Lists all events, latest first")
    @GetMapping("/v1/events")
    @AllowedTo(value = Role.AUDIT, about = Subject.MANY)
    Page<Entry> events(
            Caller caller,
            @RequestParam(defaultValue = PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Moment at) {
        return happenings.upTo(
                at == null ? Long.MAX_VALUE : at.position(), caller.namespaces(), PageRequest.of(limit, cursor));
    }

    /** When much happened, and when little. */
    @Described("Says when much happened, and when little")
    @GetMapping("/v1/events/density")
    @AllowedTo(
            value = {Role.READ, Role.AUDIT},
            about = Subject.INSTALLATION)
    Density density() {
        return happenings.density();
    }
}
