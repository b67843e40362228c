package io.cloudfunc.command.commit;

import io.cloudfunc.store.PayloadStore;
import java.time.Duration;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.TransactionManager;

/** Makes group commits beside those of the application, as another node has. */
public final class GroupCommits {

    private GroupCommits() {}

    public static GroupCommit of(
            CommandBus commands, PayloadStore payloads, Claims claims, TransactionManager transactions) {
        return new GroupCommit(
                new OrderBatch(commands, payloads, claims, transactions), "other-node", 1, 64, Duration.ofSeconds(30));
    }
}
