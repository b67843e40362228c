package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The keys in the database, for good: one that is revoked stays as what it was. */
public final class KeyTable {

    private static final String SAVE = """
        insert into api_key (id, label, roles, namespaces, hash, issued_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)
        on conflict do nothing
        """;

    private final JdbcTemplate jdbc;

    KeyTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void save(
            KeyId id,
            String label,
            Set<Role> roles,
            Namespaces namespaces,
            String hash,
            Instant issuedAt,
            @Nullable Instant expiresAt) {
        var names = roles.stream().map(Role::name).sorted().toArray(String[]::new);
        jdbc.update(
                SAVE,
                id.toString(),
                label,
                names,
                namespaces.values().toArray(String[]::new),
                hash,
                Timestamp.from(issuedAt),
                expiresAt == null ? null : Timestamp.from(expiresAt));
    }

    public void revoke(KeyId id, Instant at) {
        jdbc.update(
                "update api_key set revoked_at = ? where id = ? and revoked_at is null",
                Timestamp.from(at),
                id.toString());
    }

    /** Nothing tells any more whose key it is or was. */
    public void forgetLabel(String id) {
        jdbc.update("update api_key set label = '' where id = ?", id);
    }

    Optional<KnownKey> find(KeyId id) {
        return jdbc.query("select * from api_key where id = ?", (row, number) -> known(row), id.toString()).stream()
                .findFirst();
    }

    /** All that there ever were, the oldest first. */
    public List<KnownKey> all() {
        return jdbc.query("select * from api_key order by issued_at, id", (row, number) -> known(row));
    }

    void used(Map<KeyId, Instant> lastUses) {
        jdbc.batchUpdate(
                "update api_key set last_used_at = greatest(last_used_at, ?) where id = ?",
                lastUses.entrySet().stream()
                        .map(use -> new Object[] {
                            Timestamp.from(use.getValue()), use.getKey().toString()
                        })
                        .toList());
    }

    private static KnownKey known(ResultSet row) throws SQLException {
        return new KnownKey(
                new KeyId(row.getString("id")),
                row.getString("label"),
                Stream.of((String[]) row.getArray("roles").getArray())
                        .map(Role::valueOf)
                        .collect(Collectors.toSet()),
                row.getString("hash"),
                row.getTimestamp("issued_at").toInstant(),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("revoked_at")),
                instant(row.getTimestamp("last_used_at")),
                new Namespaces(Set.of((String[]) row.getArray("namespaces").getArray())));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
