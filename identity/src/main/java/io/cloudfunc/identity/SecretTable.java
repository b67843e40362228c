package io.cloudfunc.identity;

import io.cloudfunc.api.secret.SecretName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Secrets in the database, each encrypted. */
public final class SecretTable {

    /**
     * @param keyId of the key that it is encrypted with
     */
    public record Row(SecretName name, int version, String keyId, byte[] sealed, Instant storedAt) {}

    /** A later version stays, whoever comes late. */
    private static final String SAVE = """
        insert into secret (name, version, key_id, sealed, stored_at) values (?, ?, ?, ?, ?)
        on conflict (name) do update set version = excluded.version, key_id = excluded.key_id,
            sealed = excluded.sealed, stored_at = excluded.stored_at
        where secret.version <= excluded.version
        """;

    private final JdbcTemplate jdbc;

    SecretTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void save(Row row) {
        jdbc.update(SAVE, row.name().value(), row.version(), row.keyId(), row.sealed(), Timestamp.from(row.storedAt()));
    }

    public void remove(SecretName name) {
        jdbc.update("delete from secret where name = ?", name.value());
    }

    public Optional<Row> find(SecretName name) {
        return jdbc.query("select * from secret where name = ?", (row, number) -> row(row), name.value()).stream()
                .findFirst();
    }

    /** By name. */
    public List<Row> all() {
        return jdbc.query("select * from secret order by name", (row, number) -> row(row));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new SecretName(row.getString("name")),
                row.getInt("version"),
                row.getString("key_id"),
                row.getBytes("sealed"),
                row.getTimestamp("stored_at").toInstant());
    }
}
