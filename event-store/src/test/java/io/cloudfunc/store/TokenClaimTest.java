package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenClaimTest {

    private static final GlobalSequenceTrackingToken SEVEN = new GlobalSequenceTrackingToken(7);

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final FollowersTokenStore ours = tokensOf("ours");
    private final FollowersTokenStore theirs = tokensOf("theirs");

    @BeforeEach
    void they_claim() {
        theirs.initializeTokenSegments("invocations", 1);
        theirs.storeToken(SEVEN, "invocations", 0);
    }

    @Test
    void a_claim_is_left_to_a_node_that_was_silent_for_29_seconds_since_a_batch_may_take_that_long() {
        silentFor(29);

        assertThatThrownBy(() -> ours.fetchToken("invocations", 0)).isInstanceOf(UnableToClaimTokenException.class);
        assertThat(ours.fetchAvailableSegments("invocations")).isEmpty();
    }

    @Test
    void a_claim_is_taken_over_from_a_node_that_was_silent_for_31_seconds_where_it_was() {
        silentFor(31);

        assertThat(ours.fetchAvailableSegments("invocations")).hasSize(1);
        assertThat(ours.fetchToken("invocations", 0)).isEqualTo(SEVEN);
        assertThatThrownBy(() -> theirs.storeToken(SEVEN, "invocations", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void a_node_that_starts_again_under_its_name_goes_on_at_once() {
        assertThat(tokensOf("theirs").fetchToken("invocations", 0)).isEqualTo(SEVEN);
    }

    @Test
    void a_node_knows_since_when_it_has_a_claim() {
        assertThat(ours.claimedAt("invocations")).isEmpty();
        silentFor(31);
        var before = Clock.systemUTC().instant();

        ours.fetchToken("invocations", 0);

        assertThat(ours.claimedAt("invocations"))
                .hasValueSatisfying(since ->
                        assertThat(since).isBetween(before, Clock.systemUTC().instant()));
    }

    @Test
    void a_claim_that_a_node_goes_on_with_is_no_new_one() {
        silentFor(31);
        ours.fetchToken("invocations", 0);
        var since = ours.claimedAt("invocations");

        ours.storeToken(SEVEN, "invocations", 0);
        ours.extendClaim("invocations", 0);

        assertThat(ours.claimedAt("invocations")).isEqualTo(since);
        ours.releaseClaim("invocations", 0);
        assertThat(ours.claimedAt("invocations")).isEmpty();
    }

    private void silentFor(int seconds) {
        store.jdbc.update(
                "update processor_token set updated_at = ?",
                Clock.systemUTC().instant().minusSeconds(seconds).toString());
    }

    private FollowersTokenStore tokensOf(String node) {
        return new EventStoreConfiguration()
                .tokenStore(
                        new SpringDataSourceConnectionProvider(store.dataSource),
                        store.serializer,
                        node,
                        Clock.systemUTC());
    }
}
