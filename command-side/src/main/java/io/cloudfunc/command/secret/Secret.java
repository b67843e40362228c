package io.cloudfunc.command.secret;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.UnknownSecret;
import io.cloudfunc.api.secret.RemoveSecret;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.secret.SecretRemoved;
import io.cloudfunc.api.secret.SecretStored;
import io.cloudfunc.api.secret.StoreSecret;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** That there is a secret, and how often its value changed. It does not know the value. */
@Aggregate(type = "Secret")
public class Secret {

    @AggregateIdentifier
    private @Nullable SecretName name;

    private int version;
    private boolean stored;

    /** The version that the value has from now on. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    int handle(StoreSecret store) {
        apply(new SecretStored(store.secret(), version + 1, store.at()));
        return version;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RemoveSecret remove) {
        if (!stored) {
            throw new RejectedException(new UnknownSecret(remove.secret().value()));
        }
        apply(new SecretRemoved(remove.secret(), remove.at()));
    }

    @EventSourcingHandler
    void on(SecretStored event) {
        name = event.secret();
        version = event.version();
        stored = true;
    }

    @EventSourcingHandler
    void on(SecretRemoved event) {
        stored = false;
    }
}
