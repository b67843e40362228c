package io.cloudfunc.query.live;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.identity.Presence;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who watches. One that falls far behind is let go, and begins anew by itself; so nobody waits for it. */
final class Watcher {

    private static final int MOST_BEHIND = 500;
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Message END = Message.of("end", "{}");

    private final Presence presence;
    private final Namespaces namespaces;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private volatile boolean gone;

    Watcher(Presence presence, Namespaces namespaces) {
        this.presence = presence;
        this.namespaces = namespaces;
    }

    Presence presence() {
        return presence;
    }

    /** What it may see. */
    Namespaces namespaces() {
        return namespaces;
    }

    void tell(Message message) {
        if (messages.size() >= MOST_BEHIND) {
            letGo();
        } else {
            messages.add(message);
        }
    }

    void letGo() {
        gone = true;
        messages.add(END);
    }

    /** Waits for the next one; empty once it was let go. */
    Optional<Message> next() throws InterruptedException {
        var message = messages.poll(SILENCE.toSeconds(), TimeUnit.SECONDS);
        return gone ? Optional.empty() : Optional.of(message == null ? Message.NOTHING_NEW : message);
    }
}
