package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Tells who holds a key, from memory: all keys are read again every second, so that a revocation counts within a second
 * on every node. While the database is away, what was known last counts. Safe for use by many threads.
 */
final class KeysAtHand {

    private static final Logger LOG = LoggerFactory.getLogger(KeysAtHand.class);

    private final KeyTable table;
    private final Clock clock;
    private final Map<KeyId, Instant> uses = new ConcurrentHashMap<>();
    private volatile Map<KeyId, KnownKey> known = Map.of();

    KeysAtHand(KeyTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * @throws RejectedException if the key opens nothing; why is told only to who has the whole key
     */
    Caller holderOf(ApiKey key) {
        var found = find(key.id());
        if (found == null || !found.is(key)) {
            throw refused("The key is not known");
        }
        return admitted(found);
    }

    /** Empty if that key lets nobody in any more. */
    Optional<Caller> holderOfId(String id) {
        try {
            return Optional.ofNullable(find(new KeyId(id))).map(this::admitted);
        } catch (RejectedException ended) {
            return Optional.empty();
        }
    }

    private Caller admitted(KnownKey found) {
        var now = clock.instant();
        if (found.isRevoked()) {
            throw refused("The key is revoked");
        }
        if (found.isExpiredAt(now)) {
            throw refused("The key has expired");
        }
        uses.put(found.id(), now);
        return new Caller(found.id(), found.roles(), found.namespaces());
    }

    private @Nullable KnownKey find(KeyId id) {
        var found = known.get(id);
        return found == null ? lookUp(id) : found;
    }

    /** One that is not known yet may be new; one question at a time, so that guesses cannot take all connections. */
    private synchronized @Nullable KnownKey lookUp(KeyId id) {
        return table.find(id).orElse(null);
    }

    @Scheduled(fixedDelayString = "PT1S")
    void readAgain() {
        try {
            read();
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("Keys are not read anew, those that were known still count", away);
        }
    }

    private void read() {
        known = table.all().stream().collect(Collectors.toUnmodifiableMap(KnownKey::id, Function.identity()));
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT5S")
    void rememberUses() {
        var lately = Map.copyOf(uses);
        if (lately.isEmpty()) {
            return;
        }
        try {
            table.used(lately);
            lately.forEach(uses::remove);
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("When keys were used last is stored later", away);
        }
    }

    private static RejectedException refused(String why) {
        return new RejectedException(new Rejection.Unauthenticated(why));
    }
}
