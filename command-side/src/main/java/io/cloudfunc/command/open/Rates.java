package io.cloudfunc.command.open;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.TooManyCalls;
import io.cloudfunc.identity.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps callers and namespaces to their rates: each has a bucket of a second's calls, which fills evenly. Who has no key
 * shares one with all others who call that function.
 */
public final class Rates {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RateBounds bounds;
    private final NamespaceBounds ofNamespace;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    Rates(RateBounds bounds, NamespaceBounds ofNamespace, TimeMeter time) {
        this.bounds = bounds;
        this.ofNamespace = ofNamespace;
        this.time = time;
    }

    /**
     * Of the caller whose request this thread handles.
     *
     * @throws RejectedException if it makes too many calls, or all who call functions of that namespace
     */
    public void admit(FunctionName function) {
        admit(function, 1);
    }

    /**
     * So many calls at once, or none of them.
     *
     * @throws RejectedException as of one; also if they are more than may be made in a second
     */
    public void admit(FunctionName function, int calls) {
        Caller.now()
                .ifPresentOrElse(
                        caller -> admit(caller.id().toString(), bounds.perKey(), calls),
                        () -> admit("Who calls '%s' without a key".formatted(function), bounds.withoutKey(), calls));
        if (ofNamespace.callsPerSecond() > 0) {
            admit(
                    "Who calls functions of the namespace '%s'".formatted(function.namespace()),
                    ofNamespace.callsPerSecond(),
                    calls);
        }
    }

    private void admit(String caller, int most, int calls) {
        if (most > 0 && !buckets.computeIfAbsent(caller, first -> bucket(most)).tryConsume(calls)) {
            throw new RejectedException(new TooManyCalls(caller, most));
        }
    }

    private Bucket bucket(int most) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, SECOND))
                .build();
    }
}
