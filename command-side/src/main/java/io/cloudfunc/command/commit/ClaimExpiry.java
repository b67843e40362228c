package io.cloudfunc.command.commit;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Removes keys that have expired, a bounded number in each transaction. */
final class ClaimExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimExpiry.class);

    private static final int MOST_AT_ONCE = 1_000;

    private final Claims claims;
    private final Clock clock;

    ClaimExpiry(Claims claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void removeExpired() {
        try {
            var now = clock.instant();
            while (claims.removeExpired(now, MOST_AT_ONCE) == MOST_AT_ONCE) {
                LOG.debug("{} expired keys are removed, and there are more", MOST_AT_ONCE);
            }
        } catch (DataAccessException notReached) {
            LOG.warn("Expired keys are not removed, next try in a minute: {}", notReached.toString());
        }
    }
}
