package io.cloudfunc.query.live;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.identity.Presence;
import io.cloudfunc.identity.Presences;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** All who watch, in this process. Safe for use by many threads. */
@Component
class Watchers {

    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
    private static final int MOST = 500;

    private final Presences presences;
    private final Set<Watcher> present = new HashSet<>();
    private Function<Namespaces, List<Message>> greeting = namespaces -> List.of();
    private boolean reading;
    private boolean closed;

    Watchers(Presences presences) {
        this.presences = presences;
    }

    /** Is greeted as soon as changes are read: what it asks for after that is never older than what it is told. */
    synchronized Watcher join(Presence presence, Namespaces namespaces) {
        if (closed) {
            throw new RejectedException(new Rejection.Unavailable("The stream", "the server stops"));
        }
        if (present.size() >= MOST) {
            throw new RejectedException(new Rejection.Unavailable("The stream", "%d watch already".formatted(MOST)));
        }
        var watcher = new Watcher(presence, namespaces);
        if (reading) {
            greeting.apply(namespaces).forEach(watcher::tell);
        }
        present.add(watcher);
        notifyAll();
        return watcher;
    }

    synchronized void leave(Watcher watcher) {
        present.remove(watcher);
    }

    synchronized void awaitSomebody() throws InterruptedException {
        while (present.isEmpty()) {
            wait();
        }
    }

    /** From now on changes are read; whoever is there, and whoever comes, is told that first. */
    synchronized void greetWith(Function<Namespaces, List<Message>> words) {
        greeting = words;
        reading = true;
        audiences().forEach(audience -> words.apply(audience).forEach(message -> tell(audience, message)));
    }

    /** Whoever may see the same is told the same. */
    synchronized Set<Namespaces> audiences() {
        return present.stream().map(Watcher::namespaces).collect(Collectors.toSet());
    }

    synchronized void tell(Namespaces audience, Message message) {
        present.stream()
                .filter(watcher -> watcher.namespaces().equals(audience))
                .forEach(watcher -> watcher.tell(message));
    }

    /** Whether changes are to be read on; if nobody is there any more, whoever comes waits for the next greeting. */
    synchronized boolean areThere() {
        reading = reading && !present.isEmpty();
        return reading;
    }

    synchronized void letGo() {
        reading = false;
        present.forEach(Watcher::letGo);
        present.clear();
    }

    /** For good. */
    synchronized void close() {
        closed = true;
        letGo();
    }

    /** Lets those go whose key or session has ended, within a second. While the database is away, nobody's has. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void lookWhoMayStay() {
        var now = snapshot();
        if (now.isEmpty()) {
            return;
        }
        try {
            var ended = Set.copyOf(
                    presences.ended(now.stream().map(Watcher::presence).toList()));
            now.stream().filter(watcher -> ended.contains(watcher.presence())).forEach(this::dismiss);
        } catch (DataAccessException away) {
            LOG.debug("Who may watch is looked at again in a second", away);
        }
    }

    private synchronized List<Watcher> snapshot() {
        return List.copyOf(present);
    }

    private void dismiss(Watcher watcher) {
        leave(watcher);
        watcher.letGo();
    }
}
