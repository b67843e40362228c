package io.cloudfunc.command.key;

import static io.cloudfunc.command.Calls.NOON;

import io.cloudfunc.api.identity.IssueKey;
import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.KeyIssued;
import io.cloudfunc.api.identity.KeyRevoked;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.RevokeKey;
import io.cloudfunc.api.identity.Role;
import java.time.Duration;
import java.util.Set;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class KeyTest {

    private static final KeyId ID = new KeyId("cf_0123456789ab");
    private static final Set<Role> ROLES = Set.of(Role.DEPLOY, Role.READ);

    private final FixtureConfiguration<Key> key = new AggregateTestFixture<>(Key.class);

    @Test
    void is_issued_with_its_roles_and_the_hash_of_what_its_holder_has() {
        key.givenNoPriorActivity().when(issue()).expectEvents(issued());
    }

    @Test
    void is_issued_once_and_stays_revoked_when_it_is_issued_again() {
        key.given(issued(), new KeyRevoked(ID, NOON)).when(issue()).expectNoEvents();
    }

    @Test
    void is_revoked_once() {
        key.given(issued()).when(new RevokeKey(ID, NOON)).expectEvents(new KeyRevoked(ID, NOON));
        key.given(issued(), new KeyRevoked(ID, NOON))
                .when(new RevokeKey(ID, NOON))
                .expectNoEvents();
    }

    @Test
    void cannot_be_revoked_where_there_is_none() {
        key.givenNoPriorActivity().when(new RevokeKey(ID, NOON)).expectException(AggregateNotFoundException.class);
    }

    private static IssueKey issue() {
        return new IssueKey(ID, "deploys", ROLES, "hash", NOON.plus(Duration.ofDays(1)), NOON, Namespaces.ALL);
    }

    private static KeyIssued issued() {
        return new KeyIssued(ID, ROLES, "hash", NOON.plus(Duration.ofDays(1)), NOON, null);
    }
}
