package io.cloudfunc.chaos;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what is stored, by SQL. */
final class StoredEvents {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Without these a commit that was answered may be gone after a crash. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final String ENDED = """
            select count(distinct aggregate_id) from domain_event
            where payload_type in ('io.cloudfunc.api.invocation.InvocationSucceeded',
              'io.cloudfunc.api.invocation.InvocationFailed', 'io.cloudfunc.api.invocation.InvocationAbandoned')
            """;

    private static final String OPEN = """
            select (select count(*) from domain_event
              where payload_type = 'io.cloudfunc.api.invocation.InvocationRequested') - (%s)
            """.formatted(ENDED);

    private static final String EVENTS = """
            select e.aggregate_id, e.payload_type, e.payload, p.content, k.key
            from domain_event e
            left join payload p on p.id = coalesce(e.payload::jsonb -> 'payload' ->> 'id',
              e.payload::jsonb -> 'output' ->> 'id')::uuid
            left join payload_key k on k.id = p.id
            where e.aggregate_type = 'Invocation' order by e.global_index
            """;

    private static final String LIVE_CONTAINERS = """
            select aggregate_id from domain_event where aggregate_type = 'Container' group by aggregate_id
            having count(*) filter (where payload_type like '%.ContainerStopped') = 0
            """;

    private final Supplier<String> database;

    StoredEvents(Supplier<String> database) {
        this.database = database;
    }

    /** Settings of the database that make commits durable, by name. */
    Map<String, String> durability() throws SQLException {
        try (var connection = open()) {
            var settings = new TreeMap<String, String>();
            for (var name : DURABLE) {
                settings.put(name, text(connection, "show " + name));
            }
            return settings;
        }
    }

    int ended() throws SQLException {
        try (var connection = open()) {
            return Integer.parseInt(text(connection, ENDED));
        }
    }

    /** Calls that are stored and have not ended. */
    int stillOpen() throws SQLException {
        try (var connection = open()) {
            return Integer.parseInt(text(connection, OPEN));
        }
    }

    Set<String> liveContainers() throws SQLException {
        try (var connection = open();
                var rows = connection.createStatement().executeQuery(LIVE_CONTAINERS)) {
            var ids = new TreeSet<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    /** All invocations, by id. */
    Map<String, Story> stories() throws SQLException {
        try (var connection = open()) {
            connection.setAutoCommit(false);
            var stories = new LinkedHashMap<String, Story>();
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(1_000);
                try (var rows = statement.executeQuery(EVENTS)) {
                    while (rows.next()) {
                        tell(stories, rows);
                    }
                }
            }
            return stories;
        }
    }

    private static void tell(Map<String, Story> stories, ResultSet row) throws SQLException {
        var id = row.getString(1);
        var event = JSON.readTree(row.getString(3));
        var text = text(row.getBytes(4), row.getBytes(5));
        var type = row.getString(2).substring(row.getString(2).lastIndexOf('.') + 1);
        if (type.equals("InvocationRequested")) {
            stories.put(id, begun(id, event, text));
        } else {
            tell(Objects.requireNonNull(stories.get(id), id), type, event, text);
        }
    }

    private static Story begun(String id, JsonNode event, String body) {
        return new Story(
                id,
                body.isEmpty() ? 0 : JSON.readTree(body).path("call").asInt(0),
                event.path("function").asString(""),
                instant(event.path("requestedAt")));
    }

    private static void tell(Story story, String type, JsonNode event, String output) {
        var execution = event.path("execution");
        if (execution.isObject()) {
            story.executions.add(execution.path("id").asString(""));
        }
        var container = execution.path("container").asString("");
        var at = instant(event.path("endedAt"));
        switch (type) {
            case "InvocationSucceeded" -> {
                story.ends.add(new Story.End(Call.SUCCEEDED, container, at));
                story.output = output;
            }
            case "InvocationFailed" ->
                story.ends.add(new Story.End(event.path("kind").asString(""), container, at));
            case "InvocationAbandoned" ->
                story.ends.add(new Story.End(event.path("reason").asString(""), null, at));
            case "AttemptFailed" -> {
                if (event.path("kind").asString("").equals(Call.WORKER_LOST)) {
                    story.lostAttempts++;
                }
            }
            default -> {
                // the beginning of an attempt, or one more execution: counted above
            }
        }
    }

    private static Instant instant(JsonNode field) {
        var text = field.asString("");
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection open() throws SQLException {
        try {
            return DriverManager.getConnection(database.get());
        } catch (UncheckedIOException nowhere) {
            throw new SQLException(nowhere);
        }
    }

    /** As the platform stores payloads: AES-256-GCM, each with a key that encrypts nothing else. */
    private static String text(byte @Nullable [] content, byte @Nullable [] key) throws SQLException {
        if (content == null || key == null) {
            return "";
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, new byte[12]));
            return new String(cipher.doFinal(content), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException changed) {
            throw new SQLException("a stored payload is not what was encrypted", changed);
        }
    }
}
