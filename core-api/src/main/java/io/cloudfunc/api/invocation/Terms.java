package io.cloudfunc.api.invocation;

import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.function.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a call until its end, whatever is deployed meanwhile.
 *
 * @param timeout longest run of one attempt, counted from its start
 */
public record Terms(Duration timeout, RetryPolicy retry) {

    /** Those of a call that was accepted without any. Never to be changed: stored calls rely on it. */
    public static final Terms USUAL = new Terms(Duration.ofSeconds(30), RetryPolicy.DEFAULT);

    /** Of a call to a revision with these settings; absent for the usual ones, which need not be stored. */
    public static @Nullable Terms unlessUsual(Settings settings) {
        var terms = new Terms(settings.timeout(), settings.retry());
        return terms.equals(USUAL) ? null : terms;
    }
}
