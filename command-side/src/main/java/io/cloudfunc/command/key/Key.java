package io.cloudfunc.command.key;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.cloudfunc.api.identity.IssueKey;
import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.KeyIssued;
import io.cloudfunc.api.identity.KeyRevoked;
import io.cloudfunc.api.identity.RevokeKey;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An API key: issued once, revoked at most once and for good. */
@Aggregate(type = "Key")
public class Key {

    @AggregateIdentifier
    private @Nullable KeyId id;

    private boolean revoked;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(IssueKey issue) {
        if (id == null) {
            apply(new KeyIssued(
                    issue.key(),
                    issue.roles(),
                    issue.hash(),
                    issue.expiresAt(),
                    issue.at(),
                    issue.namespaces().unlessAll()));
        }
    }

    @CommandHandler
    void handle(RevokeKey revoke) {
        if (!revoked) {
            apply(new KeyRevoked(revoke.key(), revoke.at()));
        }
    }

    @EventSourcingHandler
    void on(KeyIssued event) {
        id = event.key();
    }

    @EventSourcingHandler
    void on(KeyRevoked event) {
        revoked = true;
    }
}
