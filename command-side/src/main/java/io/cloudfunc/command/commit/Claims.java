package io.cloudfunc.command.commit;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.store.ArrayColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The claimed keys. A key is taken as long as its row is there, so that all nodes agree; rows go some time after they
 * expired.
 */
public final class Claims {

    private static final Comparator<Claim> BY_KEY = Comparator.<Claim, String>comparing(
                    claim -> claim.function().value())
            .thenComparing(Claim::key);

    private static final String TAKE = """
            insert into idempotency_key (function, key, invocation, salt, hash, expires_at)
            select * from unnest(?::text[], ?::text[], ?::uuid[], ?::bytea[], ?::text[], ?::timestamptz[])
            on conflict do nothing returning invocation
            """;

    private static final String REMOVE_EXPIRED = """
            delete from idempotency_key where (function, key) in (
                select function, key from idempotency_key where expires_at <= ?
                order by expires_at limit ? for update skip locked)
            """;

    private final JdbcTemplate jdbc;

    public Claims(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Who has the key. */
    public Optional<Claim> holder(FunctionName function, String key) {
        return jdbc
                .query(
                        "select * from idempotency_key where function = ? and key = ?",
                        (row, number) -> claim(row),
                        function.value(),
                        key)
                .stream()
                .findFirst();
    }

    /** Who has which of the keys, by key. */
    public Map<String, Claim> holders(FunctionName function, Collection<String> keys) {
        return jdbc
                .query(
                        "select * from idempotency_key where function = ? and key = any(?)",
                        statement -> {
                            statement.setString(1, function.value());
                            statement.setArray(2, statement.getConnection().createArrayOf("text", keys.toArray()));
                        },
                        (row, number) -> claim(row))
                .stream()
                .collect(Collectors.toMap(Claim::key, Function.identity()));
    }

    /** Gives back the keys of calls that are erased: their salts would tell of them. */
    public void forget(Collection<String> invocations) {
        jdbc.update(
                "delete from idempotency_key where invocation::text = any(?)",
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("text", invocations.toArray())));
    }

    /**
     * Claims in the caller's transaction what nobody has, and waits for other transactions that claim the same. All
     * nodes claim in the same order, so that none waits for one that waits for it.
     *
     * @return the calls that got their keys
     */
    Set<InvocationId> take(Collection<Claim> claims) {
        var firsts = new LinkedHashMap<List<String>, Claim>();
        claims.forEach(claim -> firsts.putIfAbsent(List.of(claim.function().value(), claim.key()), claim));
        var sorted = firsts.values().stream().sorted(BY_KEY).toList();
        if (sorted.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(jdbc.query(
                TAKE,
                statement -> new ArrayColumns<>(statement, sorted)
                        .column("text", Claim::function)
                        .column("text", Claim::key)
                        .column("uuid", Claim::invocation)
                        .bytes(Claim::salt)
                        .column("text", Claim::hash)
                        .column("timestamptz", Claim::expiresAt),
                (row, number) -> new InvocationId(row.getObject(1, UUID.class))));
    }

    /** Gives back, in the caller's transaction, what it has taken. */
    void release(Claim claim) {
        jdbc.update(
                "delete from idempotency_key where function = ? and key = ? and invocation = ?",
                claim.function().value(),
                claim.key(),
                claim.invocation().value());
    }

    /** Removes those that expired longest ago, at most so many, and says how many. */
    int removeExpired(Instant now, int most) {
        return jdbc.update(REMOVE_EXPIRED, Timestamp.from(now), most);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                new FunctionName(row.getString("function")),
                row.getString("key"),
                new InvocationId(row.getObject("invocation", UUID.class)),
                row.getBytes("salt"),
                row.getString("hash"),
                row.getTimestamp("expires_at").toInstant());
    }
}
