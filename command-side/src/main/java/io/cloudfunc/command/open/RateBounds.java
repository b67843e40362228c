package io.cloudfunc.command.open;

import io.cloudfunc.api.problem.InvalidValueException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls a caller may make in a second, {@code cloudfunc.rate.*}, in each process that takes calls. Each is 0 or
 * more; 0 means no bound.
 *
 * @param perKey with one key; default 0
 * @param withoutKey of one public function, by all who have no key together; default 100
 */
@ConfigurationProperties("cloudfunc.rate")
public record RateBounds(
        @DefaultValue("0") int perKey, @DefaultValue("100") int withoutKey) {

    public RateBounds {
        notNegative("per-key", perKey);
        notNegative("without-key", withoutKey);
    }

    private static void notNegative(String field, int value) {
        if (value < 0) {
            throw new InvalidValueException("cloudfunc.rate." + field, value, "0 or more");
        }
    }
}
