package io.cloudfunc.openapi;

import io.cloudfunc.store.web.ProblemType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI 3.1 document of the routes that a process has, made of what serves them. */
final class ApiDocument {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NOT_OF_THE_API =
            List.of("/error", "/ui", "/actuator", "/log", "/look.css", "/mark.svg");

    private ApiDocument() {}

    static ObjectNode of(List<RequestMappingHandlerMapping> mappings) {
        var schemas = new Schemas();
        var paths = JSON.objectNode();
        routes(mappings).forEach(route -> add(route, paths, schemas));
        var document = JSON.objectNode().put("openapi", "3.1.0");
        document.set(
                "info",
                JSON.objectNode()
                        .put("title", "CloudFunc")
                        .put("version", "1")
                        .put("description", "Deploy functions, call them, and read everything that happened."));
        document.set("paths", paths);
        document.set("components", components(schemas));
        return document;
    }

    private static Stream<Route> routes(List<RequestMappingHandlerMapping> mappings) {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .flatMap(route -> Route.in(route.getKey(), route.getValue()))
                .filter(route -> NOT_OF_THE_API.stream().noneMatch(route.path()::startsWith))
                .sorted(Comparator.comparing(Route::path)
                        .thenComparing(Route::method)
                        .thenComparing(Route::id));
    }

    /** Two handlers of one method and path differ in the body that they take, and in what else that may be answered with. */
    private static void add(Route route, ObjectNode paths, Schemas schemas) {
        var path = paths.withObjectProperty(route.path());
        var method = route.method().toLowerCase(Locale.ROOT);
        var operation = Operation.of(route, schemas);
        if (path.get(method) instanceof ObjectNode other) {
            operation
                    .withObjectProperty("requestBody")
                    .withObjectProperty("content")
                    .forEachEntry(other.withObjectProperty("requestBody").withObjectProperty("content")::set);
            operation.withObjectProperty("responses").forEachEntry(other.withObjectProperty("responses")::putIfAbsent);
        } else {
            path.set(method, operation);
        }
    }

    private static ObjectNode components(Schemas schemas) {
        var all = JSON.objectNode();
        all.set("Problem", problem());
        schemas.components().forEach(all::set);
        var components = JSON.objectNode();
        components.set("schemas", all);
        var key = JSON.objectNode().put("type", "http").put("scheme", "bearer").put("description", "An API key: cf_…");
        components.set("securitySchemes", JSON.objectNode().set("key", key));
        return components;
    }

    /** RFC 9457, with what was wrong and what was expected instead. */
    private static ObjectNode problem() {
        var types = JSON.arrayNode();
        Stream.of(ProblemType.values()).map(type -> type.uri().toString()).forEach(types::add);
        var properties = JSON.objectNode();
        properties.set("type", JSON.objectNode().put("type", "string").set("enum", types));
        for (var text : List.of("title", "detail", "instance", "field", "offending", "expected")) {
            properties.set(text, JSON.objectNode().put("type", "string"));
        }
        properties.set("status", JSON.objectNode().put("type", "integer"));
        var problem = JSON.objectNode().put("type", "object");
        problem.set("properties", properties);
        problem.set("required", JSON.arrayNode().add("type").add("title").add("status"));
        return problem;
    }
}
