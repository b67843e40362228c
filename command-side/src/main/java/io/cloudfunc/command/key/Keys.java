package io.cloudfunc.command.key;

import io.cloudfunc.api.identity.IssueKey;
import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.RevokeKey;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.UnknownKey;
import io.cloudfunc.identity.ApiKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes keys and ends them. What it hands out is the only copy of a key that there ever is. */
@Component
class Keys {

    private final CommandGateway commands;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Keys(CommandGateway commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    ApiKey issue(String label, Set<Role> roles, Namespaces namespaces, @Nullable Instant expiresAt) {
        var key = ApiKey.next(random);
        issue(key, label, roles, namespaces, expiresAt);
        return key;
    }

    void issue(ApiKey key, String label, Set<Role> roles, Namespaces namespaces, @Nullable Instant expiresAt) {
        commands.sendAndWait(new IssueKey(key.id(), label, roles, key.hash(), expiresAt, now(), namespaces));
    }

    void revoke(KeyId key) {
        try {
            commands.sendAndWait(new RevokeKey(key, now()));
        } catch (AggregateNotFoundException unknown) {
            throw new RejectedException(new UnknownKey(key.toString()));
        }
    }
}
