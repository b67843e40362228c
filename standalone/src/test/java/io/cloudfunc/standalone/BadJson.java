package io.cloudfunc.standalone;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** JSON that has the names which a schema has, and values of all kinds. */
final class BadJson {

    private static final int DEEPEST = 3;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\"text\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"PT-1S\"",
            "\"P1000000000D\"",
            "\"../../etc/passwd\"",
            "\"${jndi:x}\"",
            "[]",
            "[null]",
            "{}",
            "{\"a\":{\"b\":[]}}");

    private BadJson() {}

    static String of(Random random, JsonNode schema) {
        return object(random, schema, 0);
    }

    private static String object(Random random, JsonNode schema, int depth) {
        return schema.path("properties")
                .propertyStream()
                .filter(property -> random.nextInt(4) > 0)
                .map(property -> "\"%s\":%s".formatted(property.getKey(), value(random, property.getValue(), depth)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, JsonNode schema, int depth) {
        if (depth < DEEPEST && schema.path("type").asString("").equals("array")) {
            return IntStream.range(0, random.nextInt(3))
                    .mapToObj(element -> value(random, schema.path("items"), depth + 1))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return switch (random.nextInt(8)) {
            case 0 -> "\"" + "a".repeat(random.nextInt(50_000)) + "\"";
            case 1 -> String.valueOf(random.nextLong());
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }
}
