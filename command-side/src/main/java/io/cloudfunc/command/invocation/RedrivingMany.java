package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.Rejection.Unavailable;
import io.cloudfunc.store.DeadLetters;
import io.cloudfunc.store.web.RejectionIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Redrives the oldest dead letters, no faster than asked for, so that what made them fail is not flooded again. */
@Component
class RedrivingMany {

    private static final int MOST = 500;
    private static final int FASTEST = 500;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /**
     * What became of one dead letter.
     *
     * @param as its new call, absent if it was refused
     * @param refused why
     */
    record Redriven(
            String id, @Nullable String as, @Nullable String refused) {}

    private final DeadLetters letters;
    private final Redriving redriving;

    RedrivingMany(DeadLetters letters, Redriving redriving) {
        this.letters = letters;
        this.redriving = redriving;
    }

    /**
     * Returns when all are redriven.
     *
     * @param limit most letters, 1 to 500
     * @param rate most letters a second, 1 to 500; at this rate, the limit must be reached within 60 s
     */
    List<Redriven> redrive(Namespaces namespaces, @Nullable FunctionName function, int limit, int rate) {
        if (limit < 1 || limit > MOST) {
            throw new InvalidValueException("limit", limit, "1 to " + MOST);
        }
        if (rate < 1 || rate > FASTEST) {
            throw new InvalidValueException("rate", rate, "1 to %d a second".formatted(FASTEST));
        }
        if (limit > rate * LONGEST.toSeconds()) {
            throw new InvalidValueException(
                    "limit", limit, "at most %d at %d a second".formatted(rate * LONGEST.toSeconds(), rate));
        }
        var between = TimeUnit.SECONDS.toNanos(1) / rate;
        var done = new ArrayList<Redriven>();
        for (var letter : letters.oldest(namespaces, function, null, limit)) {
            var next = CompletableFuture.runAsync(
                    () -> {}, CompletableFuture.delayedExecutor(between, TimeUnit.NANOSECONDS));
            done.add(redriven(letter));
            next.join();
        }
        return done;
    }

    private Redriven redriven(InvocationId letter) {
        try {
            return new Redriven(
                    letter.toString(),
                    redriving.redrive(letter, Optional.empty()).id(),
                    null);
        } catch (RuntimeException failed) {
            var refusal = RejectionIn.causesOf(failed).filter(reason -> !(reason instanceof Unavailable));
            if (refusal.isEmpty()) {
                throw failed;
            }
            return new Redriven(letter.toString(), null, refusal.get().detail());
        }
    }
}
