package io.cloudfunc.shell.rest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees: the shell shows what the server says and keeps no model of its own. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static JsonNode read(byte[] json) {
        return MAPPER.readTree(json);
    }

    public static byte[] write(JsonNode json) {
        return MAPPER.writeValueAsBytes(json);
    }

    public static String writeText(JsonNode json) {
        return MAPPER.writeValueAsString(json);
    }

    public static String writeIndented(JsonNode json) {
        return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
