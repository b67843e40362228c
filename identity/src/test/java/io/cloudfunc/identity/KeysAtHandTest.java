package io.cloudfunc.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.store.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class KeysAtHandTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final KeyTable table = new KeyTable(migrated());
    private final SecureRandom random = new SecureRandom();
    private Instant now = NOON;
    private final KeysAtHand keys = new KeysAtHand(table, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    private static JdbcTemplate migrated() {
        var database = TestPostgres.pooled();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/identity")
                .load()
                .migrate();
        return new JdbcTemplate(database);
    }

    @Test
    void knows_the_holder_of_a_key_that_was_just_issued() {
        keys.readAgain();
        var key = issue(null);

        var holder = keys.holderOf(key);

        assertThat(holder.id()).isEqualTo(key.id());
        assertThat(holder.mayAct(Set.of(Role.DEPLOY))).isTrue();
        assertThat(holder.mayAct(Set.of(Role.INVOKE, Role.AUDIT))).isFalse();
    }

    @Test
    void refuses_another_secret_in_the_same_words_as_an_id_that_never_was() {
        var key = issue(null);
        var forged = ApiKey.parse(key.id() + "_" + "0".repeat(64)).orElseThrow();

        assertRefused(forged, "The key is not known");
        assertRefused(ApiKey.next(random), "The key is not known");
    }

    @Test
    void refuses_a_key_from_the_instant_of_its_expiry_on() {
        var key = issue(NOON.plusSeconds(1));
        keys.holderOf(key);

        now = NOON.plusSeconds(1);

        assertRefused(key, "The key has expired");
    }

    @Test
    void refuses_a_key_that_another_node_revoked_once_it_has_looked_again() {
        var key = issue(null);
        keys.holderOf(key);

        table.revoke(key.id(), NOON);
        keys.readAgain();

        assertRefused(key, "The key is revoked");
    }

    @Test
    void remembers_when_a_key_was_used_last() {
        var key = issue(null);
        keys.holderOf(key);
        now = NOON.plus(Duration.ofMinutes(1));
        keys.holderOf(key);

        keys.rememberUses();

        assertThat(table.all())
                .singleElement()
                .satisfies(known -> assertThat(known.lastUsedAt()).isEqualTo(now));
    }

    private void assertRefused(ApiKey key, String why) {
        assertThatThrownBy(() -> keys.holderOf(key)).hasMessageStartingWith(why);
    }

    private ApiKey issue(Instant expiresAt) {
        var key = ApiKey.next(random);
        table.save(key.id(), "deploys", Set.of(Role.DEPLOY), Namespaces.ALL, key.hash(), NOON, expiresAt);
        return key;
    }
}
