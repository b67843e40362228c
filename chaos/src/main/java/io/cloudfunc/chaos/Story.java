package io.cloudfunc.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the stored events say about one invocation. */
final class Story {

    /**
     * How it ended.
     *
     * @param ending as in {@link Call#ending()}
     * @param container none if no execution decided it
     */
    record End(String ending, @Nullable String container, Instant at) {}

    final String id;
    final int call;
    final String function;
    final Instant requestedAt;
    final Set<String> executions = new HashSet<>();
    final List<End> ends = new ArrayList<>();

    String output = "";

    /** Attempts that were given up as lost with their worker, and tried again. */
    int lostAttempts;

    Story(String id, int call, String function, Instant requestedAt) {
        this.id = id;
        this.call = call;
        this.function = function;
        this.requestedAt = requestedAt;
    }

    boolean over() {
        return !ends.isEmpty();
    }
}
