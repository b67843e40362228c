package io.cloudfunc.command.key;

import io.cloudfunc.api.identity.IssueKey;
import io.cloudfunc.api.identity.KeyIssued;
import io.cloudfunc.api.identity.KeyRevoked;
import io.cloudfunc.identity.KeyTable;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Writes the table of keys in the commit of their events, so that both tell the same at any time. A label is in no event: it
 * comes with the command that is being carried out.
 */
@Component
@ProcessingGroup(KeyRows.GROUP)
class KeyRows {

    static final String GROUP = "keys";

    private final KeyTable table;

    KeyRows(KeyTable table) {
        this.table = table;
    }

    @EventHandler
    void on(KeyIssued issued, UnitOfWork<?> unitOfWork) {
        var command = (IssueKey) unitOfWork.root().getMessage().getPayload();
        table.save(
                issued.key(),
                command.label(),
                issued.roles(),
                issued.namespacesOrAll(),
                issued.hash(),
                issued.issuedAt(),
                issued.expiresAt());
    }

    @EventHandler
    void on(KeyRevoked revoked) {
        table.revoke(revoked.key(), revoked.revokedAt());
    }
}
