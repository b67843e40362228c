package io.cloudfunc.standalone;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document that a server gives, as tests read it. */
record ApiDescription(JsonNode document) {

    /**
     * @param route method and path, such as {@code GET /v1/functions/{name}}
     * @param type of a problem, without its prefix; empty for an answer that is none
     */
    record Answer(String route, int status, String type) implements Comparable<Answer> {

        @Override
        public int compareTo(Answer other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return "%s -> %d %s".formatted(route, status, type);
        }
    }

    static final String PREFIX = "urn:cloudfunc:problem:";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    static ApiDescription of(String json) {
        return new ApiDescription(JsonMapper.builder().build().readTree(json));
    }

    Set<String> routes() {
        return operations().map(Operation::route).collect(Collectors.toCollection(TreeSet::new));
    }

    Stream<Operation> operations() {
        return document.get("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                method.getValue(),
                                document.at("/components/schemas"))));
    }

    Set<Answer> answers() {
        return operations().flatMap(Operation::answers).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Types of problems that may befall every request. */
    Set<String> ofAll() {
        return operations()
                .flatMap(operation -> problems(operation.json().at("/responses/default")))
                .collect(Collectors.toSet());
    }

    private static Stream<String> problems(JsonNode response) {
        return response.at("/content/application~1problem+json/schema/allOf/1/properties/type/enum")
                .valueStream()
                .map(type -> type.asString().replace(PREFIX, ""));
    }

    /** @param schemas of all records, by name */
    record Operation(String route, JsonNode json, JsonNode schemas) {

        String method() {
            return route.split(" ")[0];
        }

        /** With places filled by values that nothing has, or that the given path has. */
        String path() {
            return PLACE.matcher(route.split(" ")[1]).replaceAll(place -> switch (place.group(1)) {
                case "id" -> route.contains("/keys/") ? "cf_0123456789ab" : "019a0000-0000-7000-8000-000000000000";
                case "revision" -> "1";
                case "caller" -> "cf_0123456789ab";
                default -> "nothing-of-this-name";
            });
        }

        List<String> roles() {
            return json.path("x-roles").valueStream().map(JsonNode::asString).toList();
        }

        List<String> queries() {
            return json.path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.get("in").asString().equals("query"))
                    .map(parameter -> parameter.get("name").asString())
                    .toList();
        }

        List<String> bodyTypes() {
            return json.at("/requestBody/content")
                    .propertyStream()
                    .map(type -> type.getKey())
                    .toList();
        }

        /** Of the JSON that it takes, if it takes any: an object with nothing in it otherwise. */
        JsonNode bodySchema() {
            var schema = json.at("/requestBody/content/application~1json/schema");
            var reference = schema.path("$ref").asString("");
            return reference.isEmpty() ? schema : schemas.path(reference.replaceFirst(".*/", ""));
        }

        private Stream<Answer> answers() {
            return json.get("responses")
                    .propertyStream()
                    .filter(response -> !response.getKey().equals("default"))
                    .flatMap(response -> answers(Integer.parseInt(response.getKey()), response.getValue()));
        }

        /** One status may be a problem or, as of the login page, none. */
        private Stream<Answer> answers(int status, JsonNode response) {
            var types = problems(response)
                    .map(type -> new Answer(route, status, type))
                    .toList();
            return types.isEmpty() ? Stream.of(new Answer(route, status, "")) : types.stream();
        }
    }
}
