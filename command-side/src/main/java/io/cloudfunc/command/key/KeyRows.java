package io.cloudfunc.command.key;

import io.cloudfunc.api.identity.KeyIssued;
import io.cloudfunc.api.identity.KeyRevoked;
import io.cloudfunc.identity.KeyTable;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Writes the table of keys in the commit of their events, so that both tell the same at any time. */
@Component
@ProcessingGroup(KeyRows.GROUP)
class KeyRows {

    static final String GROUP = "keys";

    private final KeyTable table;

    KeyRows(KeyTable table) {
        this.table = table;
    }

    @EventHandler
    void on(KeyIssued issued) {
        table.save(issued.key(), issued.label(), issued.roles(), issued.hash(), issued.issuedAt(), issued.expiresAt());
    }

    @EventHandler
    void on(KeyRevoked revoked) {
        table.revoke(revoked.key(), revoked.revokedAt());
    }
}
