package io.cloudfunc.query.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far behind the views may be while the query side still counts as ready.
 *
 * @param mostLag age of the oldest event that a view has not taken in; default 10 s; 0 allows none
 */
@ConfigurationProperties("cloudfunc.query")
public record ProjectionLag(@DefaultValue("10s") Duration mostLag) {

    public ProjectionLag {
        if (mostLag.isNegative()) {
            throw new IllegalArgumentException("cloudfunc.query.most-lag is " + mostLag + ", expected 0 or more");
        }
    }
}
