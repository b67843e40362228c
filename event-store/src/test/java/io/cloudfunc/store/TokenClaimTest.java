package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenClaimTest {

    private static final TrackingToken SEVEN = new GlobalSequenceTrackingToken(7);
    private static final TrackingToken NINE = new GlobalSequenceTrackingToken(9);
    private static final TrackingToken TEN = new GlobalSequenceTrackingToken(10);

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final FollowersTokenStore ours = tokensOf("ours");
    private final FollowersTokenStore theirs = tokensOf("theirs");

    @BeforeEach
    void they_claim() {
        theirs.initializeTokenSegments("invocations", 1);
        theirs.fetchToken("invocations", 0);
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

    @Test
    void a_node_goes_no_further_where_the_database_crashed_and_lost_where_it_was() {
        var atSeven = stored();
        theirs.storeToken(NINE, "invocations", 0);
        store.jdbc.update("update processor_token set token = ?", atSeven);

        assertThatThrownBy(() -> theirs.storeToken(TEN, "invocations", 0))
                .isInstanceOf(UnableToClaimTokenException.class)
                .hasMessage(
                        "The token of 'invocations[0]' is of 'theirs' at %s, not where 'theirs' left it",
                        new String(atSeven, StandardCharsets.UTF_8));
        assertThat(stored()).isEqualTo(atSeven);
        assertThat(theirs.fetchToken("invocations", 0)).isEqualTo(SEVEN);
        theirs.storeToken(TEN, "invocations", 0);
        assertThat(theirs.fetchToken("invocations", 0)).isEqualTo(TEN);
    }

    @Test
    void a_node_does_not_keep_its_claim_where_the_database_crashed_and_lost_where_it_was_though_no_event_came_since() {
        var atSeven = stored();
        theirs.storeToken(NINE, "invocations", 0);
        theirs.extendClaim("invocations", 0);
        store.jdbc.update("update processor_token set token = ?", atSeven);

        assertThatThrownBy(() -> theirs.extendClaim("invocations", 0))
                .isInstanceOf(UnableToClaimTokenException.class)
                .hasMessageContaining("not where 'theirs' left it");
    }

    @Test
    void a_node_goes_no_further_where_another_was_meanwhile_though_that_one_is_silent_too() {
        silentFor(31);
        ours.fetchToken("invocations", 0);
        ours.storeToken(NINE, "invocations", 0);
        silentFor(31);

        assertThatThrownBy(() -> theirs.storeToken(TEN, "invocations", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThat(theirs.fetchToken("invocations", 0)).isEqualTo(NINE);
    }

    @Test
    void a_node_stores_nothing_and_extends_nothing_of_what_it_did_not_claim_though_it_is_of_its_name() {
        var again = tokensOf("theirs");

        assertThatThrownBy(() -> again.storeToken(TEN, "invocations", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> again.extendClaim("invocations", 0)).isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void a_node_claims_again_and_goes_on_after_what_it_stored_was_rolled_back() {
        assertThatThrownBy(() -> store.transactions.executeInTransaction(() -> {
                    theirs.storeToken(NINE, "invocations", 0);
                    throw new IllegalStateException("of a projection");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(theirs.fetchToken("invocations", 0)).isEqualTo(SEVEN);
        theirs.storeToken(TEN, "invocations", 0);
        assertThat(theirs.fetchToken("invocations", 0)).isEqualTo(TEN);
    }

    @Test
    void a_claim_that_is_extended_is_left_to_who_has_it() {
        silentFor(31);
        theirs.extendClaim("invocations", 0);

        assertThatThrownBy(() -> ours.fetchToken("invocations", 0)).isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void a_node_goes_on_from_before_the_first_event() {
        theirs.storeToken(null, "invocations", 0);
        theirs.storeToken(SEVEN, "invocations", 0);

        assertThat(theirs.fetchToken("invocations", 0)).isEqualTo(SEVEN);
    }

    private byte[] stored() {
        return store.jdbc.queryForObject("select token from processor_token", byte[].class);
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
