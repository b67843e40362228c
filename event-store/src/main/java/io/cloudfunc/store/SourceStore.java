package io.cloudfunc.store;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Source archives by the SHA-256 of the archive; kept for as long as anyone may ask what ran. */
public final class SourceStore {

    private final JdbcTemplate jdbc;

    SourceStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void save(String sha256, byte[] archive) {
        jdbc.update(
                "insert into function_source (sha256, archive) values (?, ?) on conflict do nothing", sha256, archive);
    }

    public Optional<byte[]> find(String sha256) {
        return jdbc
                .query("select archive from function_source where sha256 = ?", (row, n) -> row.getBytes(1), sha256)
                .stream()
                .findFirst();
    }
}
