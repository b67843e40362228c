package io.cloudfunc.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Tells which of those who were let in would not be any more. */
public final class Presences {

    private final Sessions sessions;
    private final KeysAtHand keys;

    Presences(Sessions sessions, KeysAtHand keys) {
        this.sessions = sessions;
        this.keys = keys;
    }

    /** That of who sent the request which this thread handles. */
    public Presence of(HttpServletRequest request) {
        var key = Caller.now().orElseThrow().id();
        return new Presence(
                key, PresentedKey.in(request) == null ? Sessions.hashIn(request).orElse(null) : null);
    }

    /** Those whose key or session has ended, with one question to the database for all of them. */
    public List<Presence> ended(Collection<Presence> some) {
        var lasting = sessions.lasting(
                some.stream().map(Presence::session).filter(Objects::nonNull).toList());
        return some.stream()
                .filter(one -> keys.holderOfId(one.key().toString()).isEmpty()
                        || (one.session() != null && !lasting.contains(one.session())))
                .toList();
    }
}
