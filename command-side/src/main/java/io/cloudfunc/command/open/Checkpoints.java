package io.cloudfunc.command.open;

import java.util.Map;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the latest checkpoint, whichever node made it, so that a start need not read all events there are. */
final class Checkpoints {

    private static final String SAVE = """
            insert into open_calls_checkpoint (position, token, token_type, open) values (?, ?, ?, ?::jsonb)
            on conflict (only_row) do update set position = excluded.position, token = excluded.token,
                token_type = excluded.token_type, open = excluded.open
            where open_calls_checkpoint.position < excluded.position
            """;

    private static final TypeReference<Map<String, Map<String, Long>>> OPEN = new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final JsonMapper json;

    Checkpoints(JdbcTemplate jdbc, Serializer serializer, JsonMapper json) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.json = json;
    }

    Checkpoint latest() {
        return jdbc
                .query(
                        "select token, token_type, open from open_calls_checkpoint",
                        (row, number) -> new Checkpoint(
                                token(row.getBytes("token"), row.getString("token_type")),
                                json.readValue(row.getString("open"), OPEN)))
                .stream()
                .findFirst()
                .orElse(Checkpoint.BEGINNING);
    }

    private TrackingToken token(byte[] token, String type) {
        return serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    }

    void save(TrackingToken position, Map<String, Map<String, Long>> open) {
        var token = serializer.serialize(position, byte[].class);
        jdbc.update(
                SAVE,
                position.position().orElse(-1),
                token.getData(),
                token.getType().getName(),
                json.writeValueAsString(open));
    }
}
