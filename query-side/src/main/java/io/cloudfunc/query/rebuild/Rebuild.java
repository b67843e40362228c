package io.cloudfunc.query.rebuild;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rebuild of one or several views, all fed by the same reading of the events.
 *
 * @param target the last position of the stream when it was asked for
 * @param position up to which the events are in the new tables
 * @param events that were read so far
 * @param seconds of work so far, over all processes that worked on it
 * @param problem why it failed; absent unless it did
 */
public record Rebuild(
        long id,
        List<String> views,
        State state,
        Instant askedAt,
        @Nullable Instant endedAt,
        long target,
        long position,
        long events,
        double seconds,
        @Nullable String problem) {

    public Rebuild {
        views = List.copyOf(views);
    }

    public enum State {
        /** Asked for, or under way: the views in use serve on. */
        RUNNING,
        /** The new tables are in use. */
        DONE,
        /** Given up; the views in use are the old ones. */
        FAILED
    }

    /** The name under which its token is kept and claimed. */
    String processor() {
        return "rebuild-" + id;
    }

    String shadowOf(String table) {
        return table + "_r" + id;
    }

    String formerOf(String table) {
        return table + "_was" + id;
    }

    @JsonProperty
    long eventsPerSecond() {
        return seconds > 0 ? Math.round(events / seconds) : 0;
    }

    /** Of the events that there were when it was asked for, 0 to 1. */
    @JsonProperty
    double share() {
        return state == State.DONE || target == 0 ? 1 : Math.min(1, (double) position / target);
    }
}
