package io.cloudfunc.query.live;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** How many calls of each function ended in each minute of the last hour, and how many of them failed. */
final class Activity {

    static final Duration SPAN = Duration.ofHours(1);

    private static final long MINUTE = 60;

    private final Map<String, NavigableMap<Long, Minute>> functions = new TreeMap<>();
    private final Set<String> changed = new HashSet<>();

    /**
     * @param at its beginning, in minutes since 1970
     */
    record Minute(long at, long ended, long failed) {

        Minute and(Minute more) {
            return new Minute(at, ended + more.ended, failed + more.failed);
        }
    }

    synchronized void count(InvocationEnded event) {
        count(event.function().value(), event.endedAt(), 1, hasFailed(event) ? 1 : 0);
        changed.add(event.function().value());
    }

    synchronized void count(String function, Instant at, long ended, long failed) {
        var minute = new Minute(at.getEpochSecond() / MINUTE, ended, failed);
        functions.computeIfAbsent(function, name -> new TreeMap<>()).merge(minute.at(), minute, Minute::and);
    }

    /** A call that somebody cancelled has not failed. */
    private static boolean hasFailed(InvocationEnded event) {
        return switch (event) {
            case InvocationSucceeded succeeded -> false;
            case InvocationFailed failed -> failed.kind() != FailureKind.CANCELLED;
            case InvocationAbandoned abandoned -> abandoned.reason() != FailureKind.CANCELLED;
        };
    }

    synchronized Map<String, List<Minute>> all(Instant now) {
        forgetBefore(now);
        var all = new TreeMap<String, List<Minute>>();
        functions.forEach((name, minutes) -> all.put(name, List.copyOf(minutes.values())));
        return all;
    }

    /** The latest minute of those that had a call since this was asked last. */
    synchronized Map<String, List<Minute>> changes(Instant now) {
        var changes = new TreeMap<String, List<Minute>>();
        all(now).forEach((name, minutes) -> {
            if (changed.contains(name)) {
                changes.put(name, latest(minutes));
            }
        });
        changed.clear();
        return changes;
    }

    /** Two, since reports of one minute may be stored in the next. */
    private static List<Minute> latest(List<Minute> minutes) {
        return new ArrayList<>(minutes).subList(Math.max(0, minutes.size() - 2), minutes.size());
    }

    /** What of it is in these namespaces. */
    static Map<String, List<Minute>> of(Namespaces namespaces, Map<String, List<Minute>> functions) {
        var some = new TreeMap<>(functions);
        some.keySet().removeIf(function -> !namespaces.have(function));
        return some;
    }

    private void forgetBefore(Instant now) {
        var oldest = now.minus(SPAN).getEpochSecond() / MINUTE;
        functions.values().forEach(minutes -> minutes.headMap(oldest).clear());
        functions.values().removeIf(NavigableMap::isEmpty);
    }
}
