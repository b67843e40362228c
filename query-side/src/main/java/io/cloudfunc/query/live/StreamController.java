package io.cloudfunc.query.live;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.Presences;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what changes while it happens, as server-sent events. */
@RestController
class StreamController {

    private static final Logger LOG = LoggerFactory.getLogger(StreamController.class);

    private final Watchers watchers;
    private final Presences presences;

    StreamController(Watchers watchers, Presences presences) {
        this.watchers = watchers;
        this.presences = presences;
    }

    /**
     * Begins with {@code hello}: lists that are asked for after it miss nothing that is told. Then {@code functions},
     * {@code invocations} and {@code containers} with rows as these lists have them, {@code activity} with calls by the
     * minute, and {@code projections}. Ends with the session or key that opened it.
     */
    @Described("Tells of changes as they come, as server-sent events, until the session or key ends")
    @GetMapping(path = "/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @AllowedTo(value = Role.READ, about = Subject.MANY)
    void stream(Caller caller, HttpServletRequest request, HttpServletResponse response) throws InterruptedException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        var watcher = watchers.join(presences.of(request), caller.namespaces());
        try {
            write(watcher, response);
        } catch (IOException left) {
            LOG.debug("Somebody watches no more", left);
        } finally {
            watchers.leave(watcher);
        }
    }

    private static void write(Watcher watcher, HttpServletResponse response) throws IOException, InterruptedException {
        var out = response.getOutputStream();
        response.flushBuffer();
        for (Optional<Message> next = watcher.next(); next.isPresent(); next = watcher.next()) {
            out.write(next.get().bytes());
            out.flush();
        }
    }
}
