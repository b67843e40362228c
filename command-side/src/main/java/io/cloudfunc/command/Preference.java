package io.cloudfunc.command;

import io.cloudfunc.api.problem.InvalidValueException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client asks for in {@code Prefer} (RFC 7240). */
public final class Preference {

    private static final Pattern WAIT = Pattern.compile("(?:^|.*[,;\\s])wait\\s*=\\s*\"?([^,;\\s\"]*)\"?.*");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Preference() {}

    /** How long the client is ready to wait: 0 if it does not say, at most 10 minutes. */
    public static Duration wait(@Nullable String prefer) {
        var wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.matches()) {
            return Duration.ZERO;
        }
        if (!SECONDS.matcher(wait.group(1)).matches()) {
            throw new InvalidValueException("Prefer: wait", wait.group(1), "whole seconds, 0 to 600");
        }
        var asked = Duration.ofSeconds(Integer.parseInt(wait.group(1)));
        return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }
}
