package io.cloudfunc.query.invocation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of what happened to a call.
 *
 * @param at when it was over, never before the step before it: clocks of several machines may differ a little
 * @param took since the step before; all of them add up to the whole
 * @param attempt to which it belongs; absent for what concerns the call as a whole
 * @param inferred whether no event says so, and it follows from others
 * @param detail for people: which revision, container, why cold, why it failed
 */
record Step(Kind kind, Instant at, Duration took, @Nullable Integer attempt, boolean inferred, String detail) {

    enum Kind {
        /** Stored, so that it ends one way or another. */
        ACCEPTED,
        /** It was handed to the broker, or to the worker of the process that accepted it. */
        ROUTED,
        /** A worker took it. */
        RECEIVED,
        /** A container was waited for. */
        WAITED,
        CONTAINER_CREATED,
        CONTAINER_STARTED,
        CONTAINER_READY,
        /** The function is called in its container. */
        CALLED,
        /** The function answered, or was ended. */
        ANSWERED,
        /** This attempt failed, and another one is made. */
        ATTEMPT_FAILED,
        /** Of this attempt no outcome came. */
        LOST,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** No attempts were left; it is kept to be looked at. */
        DEAD_LETTERED,
        /** It was called anew. */
        REDRIVEN,
        /** One more outcome came, and decided nothing. */
        DUPLICATE
    }

    static Step told(Kind kind, Instant at, @Nullable Integer attempt, String detail) {
        return new Step(kind, at, Duration.ZERO, attempt, false, detail);
    }

    static Step inferred(Kind kind, Instant at, int attempt, String detail) {
        return new Step(kind, at, Duration.ZERO, attempt, true, detail);
    }

    boolean endsCall() {
        return kind == Kind.SUCCEEDED || kind == Kind.FAILED || kind == Kind.CANCELLED;
    }

    Step after(Instant before) {
        var over = at.isBefore(before) ? before : at;
        return new Step(kind, over, Duration.between(before, over), attempt, inferred, detail);
    }
}
