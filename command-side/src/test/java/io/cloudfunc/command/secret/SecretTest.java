package io.cloudfunc.command.secret;

import static io.cloudfunc.command.Calls.NOON;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.secret.RemoveSecret;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.secret.SecretRemoved;
import io.cloudfunc.api.secret.SecretStored;
import io.cloudfunc.api.secret.StoreSecret;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final SecretName NAME = new SecretName("db-password");

    private final FixtureConfiguration<Secret> secret = new AggregateTestFixture<>(Secret.class);

    @Test
    void each_value_is_a_version_and_the_event_says_no_more() {
        secret.givenNoPriorActivity().when(store()).expectEvents(stored(1)).expectResultMessagePayload(1);
        secret.given(stored(1)).when(store()).expectEvents(stored(2)).expectResultMessagePayload(2);
    }

    @Test
    void no_version_is_used_twice_even_after_a_removal() {
        secret.given(stored(1), removed()).when(store()).expectEvents(stored(2));
    }

    @Test
    void only_what_is_stored_can_be_removed() {
        secret.given(stored(1)).when(new RemoveSecret(NAME, NOON)).expectEvents(removed());
        secret.given(stored(1), removed()).when(new RemoveSecret(NAME, NOON)).expectException(RejectedException.class);
        secret.givenNoPriorActivity().when(new RemoveSecret(NAME, NOON)).expectException(RejectedException.class);
    }

    private static StoreSecret store() {
        return new StoreSecret(NAME, NOON);
    }

    private static SecretStored stored(int version) {
        return new SecretStored(NAME, version, NOON);
    }

    private static SecretRemoved removed() {
        return new SecretRemoved(NAME, NOON);
    }
}
