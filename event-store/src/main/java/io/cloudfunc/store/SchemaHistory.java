package io.cloudfunc.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;

/** What Flyway wrote down of one part's scripts, beside the scripts that there are. */
final class SchemaHistory {

    private final JdbcTemplate jdbc;
    private final SchemaPart part;

    SchemaHistory(JdbcTemplate jdbc, SchemaPart part) {
        this.jdbc = jdbc;
        this.part = part;
    }

    /**
     * Whether all that there is was run, as it is now, and nothing else: then Flyway finds nothing to do. What it would
     * look at besides (descriptions) does not matter. A checksum that it takes otherwise one day only means that it is asked.
     */
    boolean isComplete() {
        return exists() && ran().equals(scripts());
    }

    private boolean exists() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select to_regclass(quote_ident(current_schema()) || '.' || ?) is not null",
                Boolean.class,
                part.history()));
    }

    /** What failed, was repaired or came otherwise than by a script is there without a checksum, as no script is. */
    private Map<String, Integer> ran() {
        var ran = new HashMap<String, Integer>();
        jdbc.query("""
                select script, case when success and type = 'SQL' then checksum end as checksum
                  from %s
                 where type <> 'BASELINE'
                 order by installed_rank
                """.formatted(part.history()), (ResultSet row) -> {
            ran.put(row.getString("script"), row.getObject("checksum", Integer.class));
        });
        return ran;
    }

    private Map<String, Integer> scripts() {
        try {
            var scripts = new HashMap<String, Integer>();
            for (var script : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:%s/**/*.sql".formatted(part.scripts()))) {
                scripts.put(script.getFilename(), checksum(script));
            }
            return scripts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Flyway's: of the lines, without their ends. */
    private static int checksum(Resource script) throws IOException {
        var checksum = new CRC32();
        script.getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) checksum.getValue();
    }
}
