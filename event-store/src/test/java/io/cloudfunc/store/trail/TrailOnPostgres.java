package io.cloudfunc.store.trail;

import io.cloudfunc.store.StoreOnPostgres;
import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.SigningKey;
import io.cloudfunc.trail.Verification;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A store whose events are sealed. */
final class TrailOnPostgres {

    final StoreOnPostgres store = new StoreOnPostgres();
    final StoredTrail trail = new StoredTrail(store.jdbc);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(store.dataSource));
    private final SigningKey key;

    TrailOnPostgres(Path keys) {
        key = SigningKey.in(keys);
    }

    Sealer sealer(Clock clock) {
        return new Sealer(store.jdbc, transaction, clock, key);
    }

    void seal() {
        sealer(Clock.systemUTC()).sealAll();
    }

    Verification verify(Checkpoint... kept) {
        return trail.verify(Set.of(key.fingerprint()), List.of(kept));
    }
}
