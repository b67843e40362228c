package io.cloudfunc.invoker.router;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Of which function lives calls wait in the backlog, as the saga last stored. Safe for use by many threads. */
final class WaitingLives {

    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    void know(String lifeKey, boolean waits) {
        if (waits) {
            waiting.add(lifeKey);
        } else {
            waiting.remove(lifeKey);
        }
    }

    boolean has(String lifeKey) {
        return waiting.contains(lifeKey);
    }
}
