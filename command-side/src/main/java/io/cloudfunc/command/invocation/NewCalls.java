package io.cloudfunc.command.invocation;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.function.Revision;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes calls of what callers send: ids, times and salts are made here and nowhere later. */
@Component
final class NewCalls {

    private final InvocationSettings settings;
    private final IdSource ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    NewCalls(InvocationSettings settings, IdSource ids, Clock clock) {
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    InvocationId nextId() {
        return new InvocationId(ids.next());
    }

    NewCall of(
            InvocationId id,
            Revision revision,
            String contentType,
            byte[] content,
            @Nullable String key,
            @Nullable String traceparent) {
        var payload = Payload.of(ids.next(), contentType, content, random);
        var now = clock.instant();
        var request = new RequestInvocation(
                id,
                revision.function(),
                revision.life(),
                revision.revision(),
                payload.ref(),
                now,
                now.plus(Objects.requireNonNullElse(revision.settings().maxAge(), settings.due())),
                traceparent,
                Terms.unlessUsual(revision.settings()),
                null);
        return new NewCall(request, payload, key == null ? null : claim(request, payload, key));
    }

    private Claim claim(RequestInvocation request, Payload payload, String key) {
        return new Claim(
                request.function(),
                key,
                request.invocation(),
                payload.salt(),
                payload.ref().hash(),
                request.at().plus(settings.keepKeys()));
    }
}
