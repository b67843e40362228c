package io.cloudfunc.store;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Source archives by the SHA-256 of the archive; kept for as long as anyone may ask what ran. */
public final class SourceStore {

    /** The type is written into the statement, for the planner to see that the partial index fits. */
    private static final String FUNCTIONS = """
            select distinct payload::json ->> 'function' from domain_event
            where payload_type = 'io.cloudfunc.api.function.FunctionDeployed'
              and payload::json -> 'code' ->> 'sha256' = ?
            """;

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

    /** Names of the functions that were ever deployed with that source. */
    public List<String> functionsWith(String sha256) {
        return jdbc.query(FUNCTIONS, (row, number) -> row.getString(1), sha256);
    }
}
