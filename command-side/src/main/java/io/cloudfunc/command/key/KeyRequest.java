package io.cloudfunc.command.key;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.InvalidValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What a client sends to have a key made.
 *
 * @param label what the key is for, 1 to 100 characters
 * @param roles one or more
 * @param expiresIn a duration such as {@code 30d}, 1 s to 10 years; absent: never
 * @param namespaces in which it lets its holder in, 1 to 100; absent or {@code *}: in all
 */
record KeyRequest(
        @Nullable String label,
        @Nullable Set<Role> roles,
        @Nullable String expiresIn,
        @Nullable Namespaces namespaces) {

    private static final int LONGEST_LABEL = 100;
    private static final Duration LONGEST = Duration.ofDays(3_660);

    String checkedLabel() {
        if (label == null || label.isBlank() || label.length() > LONGEST_LABEL || label.indexOf('\0') >= 0) {
            throw new InvalidValueException("label", label == null ? "" : label, "1 to 100 characters");
        }
        return label;
    }

    Set<Role> checkedRoles() {
        if (roles == null || roles.isEmpty() || roles.contains(null)) {
            throw new InvalidValueException(
                    "roles", "none", "one or more of deploy, invoke, read, audit, metrics, admin");
        }
        return roles;
    }

    Namespaces namespacesOrAll() {
        return namespaces == null ? Namespaces.ALL : namespaces;
    }

    @Nullable
    Instant expiresAt(Instant now) {
        return expiresIn == null ? null : now.plus(checkedDuration(expiresIn));
    }

    private static Duration checkedDuration(String text) {
        try {
            var duration = DurationStyle.detectAndParse(text);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException notADuration) {
            // answered below, with the same words as one that is too long
        }
        throw new InvalidValueException("expiresIn", text, "a duration such as 12h or 30d, 1 s to 3,660 days");
    }
}
