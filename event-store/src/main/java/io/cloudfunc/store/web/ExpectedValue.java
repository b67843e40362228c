package io.cloudfunc.store.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Words for what a value of a type looks like, for people who sent another. */
final class ExpectedValue {

    /** Its names are those that people send. */
    private static final JsonMapper JSON = new JsonMapper();

    private ExpectedValue() {}

    static String of(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> JSON.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "long", "Integer", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "a text";
            case "Instant" -> "an instant such as 2026-01-31T12:00:00Z";
            case "Duration" -> "a duration such as PT5S";
            case "Map" -> "a JSON object";
            case "List", "Set" -> "a JSON list";
            default -> "a " + type.getSimpleName();
        };
    }
}
