package io.cloudfunc.command.commit;

import static io.cloudfunc.command.Calls.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.store.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ClaimsTest {

    private static final FunctionName HELLO = new FunctionName("hello");

    private Claims claims;

    @BeforeEach
    void migrate() {
        var dataSource = TestPostgres.pooled();
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/command")
                .load()
                .migrate();
        claims = new Claims(new JdbcTemplate(dataSource));
    }

    @Test
    void a_key_is_taken_once_and_tells_who_has_it() {
        var first = claim("once", NOON);
        var second = claim("once", NOON);

        assertThat(claims.take(List.of(first))).containsExactly(first.invocation());
        assertThat(claims.take(List.of(second))).isEmpty();

        assertThat(claims.holder(HELLO, "once"))
                .hasValueSatisfying(holder -> assertThat(holder.invocation()).isEqualTo(first.invocation()));
    }

    @Test
    void of_equal_keys_in_one_commit_the_first_is_taken() {
        var first = claim("twice", NOON);
        var second = claim("twice", NOON);
        var other = claim("other", NOON);

        assertThat(claims.take(List.of(first, second, other)))
                .containsExactlyInAnyOrder(first.invocation(), other.invocation());
    }

    @Test
    void of_many_keys_those_that_are_taken_tell_who_has_them() {
        var first = claim("many/1", NOON);
        var second = claim("many/2", NOON);
        claims.take(List.of(first, second));

        var holders = claims.holders(HELLO, List.of("many/1", "many/2", "many/3"));

        assertThat(holders).containsOnlyKeys("many/1", "many/2");
        assertThat(holders.get("many/2").invocation()).isEqualTo(second.invocation());
    }

    @Test
    void a_claim_knows_the_body_it_was_made_for() {
        var claim = claim("body", NOON);

        claims.take(List.of(claim));

        var stored = claims.holder(HELLO, "body").orElseThrow();
        assertThat(stored.isOfBody(bytes("body"))).isTrue();
        assertThat(stored.isOfBody(bytes("another"))).isFalse();
    }

    @Test
    void only_who_has_a_key_gives_it_back() {
        var holder = claim("given-back", NOON);
        claims.take(List.of(holder));

        claims.release(claim("given-back", NOON));
        assertThat(claims.holder(HELLO, "given-back")).isPresent();
        claims.release(holder);

        assertThat(claims.holder(HELLO, "given-back")).isEmpty();
    }

    @Test
    void a_key_is_kept_until_it_expires_and_removed_then_however_many_there_are() {
        var old = IntStream.range(0, 2_500).mapToObj(number -> claim("old-" + number, NOON));
        var young = claim("young", NOON.plusMillis(1));
        claims.take(Stream.concat(old, Stream.of(young)).toList());

        new ClaimExpiry(claims, Clock.fixed(NOON, ZoneOffset.UTC)).removeExpired();

        assertThat(claims.holder(HELLO, "old-0")).isEmpty();
        assertThat(claims.holder(HELLO, "old-2499")).isEmpty();
        assertThat(claims.holder(HELLO, "young")).isPresent();
    }

    @Test
    void no_more_than_asked_for_are_removed_at_once() {
        claims.take(List.of(
                claim("first", NOON.minus(Duration.ofDays(2))), claim("second", NOON.minus(Duration.ofDays(1)))));

        assertThat(claims.removeExpired(NOON, 1)).isEqualTo(1);

        assertThat(claims.holder(HELLO, "first")).isEmpty();
        assertThat(claims.holder(HELLO, "second")).isPresent();
    }

    private static Claim claim(String key, Instant expiresAt) {
        var salt = new byte[] {1, 2, 3};
        return new Claim(
                HELLO, key, new InvocationId(UUID.randomUUID()), salt, Payload.hash(salt, bytes("body")), expiresAt);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
