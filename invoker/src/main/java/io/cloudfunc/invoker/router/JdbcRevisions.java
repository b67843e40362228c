package io.cloudfunc.invoker.router;

import io.cloudfunc.api.wire.RevisionSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Revisions in PostgreSQL, read once: they never change. */
final class JdbcRevisions implements Revisions {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Map<Key, RevisionSpec> read = new ConcurrentHashMap<>();

    JdbcRevisions(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void save(RevisionSpec revision) {
        jdbc.update(
                "insert into router_revision (life_key, revision, spec) values (?, ?, ?::jsonb) on conflict do nothing",
                revision.lifeKey(),
                revision.revision(),
                json.writeValueAsString(revision));
    }

    @Override
    public Optional<RevisionSpec> known(String lifeKey, int revision) {
        return Optional.ofNullable(read.get(new Key(lifeKey, revision)));
    }

    @Override
    public RevisionSpec get(String lifeKey, int revision) {
        return read.computeIfAbsent(new Key(lifeKey, revision), this::find);
    }

    private RevisionSpec find(Key key) {
        return jdbc
                .query(
                        "select spec from router_revision where life_key = ? and revision = ?",
                        (row, number) -> json.readValue(row.getString("spec"), RevisionSpec.class),
                        key.lifeKey,
                        key.revision)
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "revision %s of %s was never deployed".formatted(key.revision, key.lifeKey)));
    }

    private record Key(String lifeKey, int revision) {}
}
