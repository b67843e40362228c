package io.cloudfunc.openapi;

import static java.util.stream.Collectors.groupingBy;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.store.web.ProblemType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ResponseStatus;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One route in the document. */
final class Operation {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Route route;
    private final Schemas schemas;
    private final @Nullable Described described;

    private Operation(Route route, Schemas schemas) {
        this.route = route;
        this.schemas = schemas;
        this.described = route.handler().getMethodAnnotation(Described.class);
    }

    static ObjectNode of(Route route, Schemas schemas) {
        return new Operation(route, schemas).written();
    }

    private ObjectNode written() {
        var operation = JSON.objectNode().put("operationId", route.id());
        if (described != null) {
            operation.put("summary", described.value());
        }
        operation.set("tags", JSON.arrayNode().add(route.subject()));
        access(operation);
        var parameters = JSON.arrayNode();
        Parameters.of(route.handler(), schemas).forEach(parameters::add);
        if (described != null) {
            Stream.of(described.headers()).map(Parameters::header).forEach(parameters::add);
        }
        operation.set("parameters", parameters);
        var hasInput = parameters
                .valueStream()
                .anyMatch(parameter -> !parameter.get("in").asString().equals("path"));
        var body = RequestBodies.of(route, described, schemas);
        body.ifPresent(content -> operation.set("requestBody", JSON.objectNode().set("content", content)));
        operation.set("responses", responses(hasInput));
        return operation;
    }

    private void access(ObjectNode operation) {
        var rule = route.handler().getMethodAnnotation(AllowedTo.class);
        if (rule != null && rule.everybody()) {
            operation.set("security", JSON.arrayNode());
            return;
        }
        operation.set("security", JSON.arrayNode().add(JSON.objectNode().set("key", JSON.arrayNode())));
        var roles = JSON.arrayNode();
        Stream.concat(rule == null ? Stream.empty() : Stream.of(rule.value()), Stream.of(Role.ADMIN))
                .distinct()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .forEach(roles::add);
        operation.set("x-roles", roles);
    }

    private ObjectNode responses(boolean hasInput) {
        var responses = new TreeMap<String, ObjectNode>();
        for (var status : statuses()) {
            responses.put(String.valueOf(status), success(status));
        }
        RouteProblems.of(route.handler(), hasInput || hasBodyType(), hasBodyType()).stream()
                .collect(groupingBy(problem -> problem.status().value()))
                .forEach((status, problems) -> responses.put(String.valueOf(status), problem(problems)));
        var all = JSON.objectNode();
        responses.forEach(all::set);
        all.set("default", problem(RouteProblems.OF_ALL));
        return all;
    }

    private boolean hasBodyType() {
        return !route.consumes().isEmpty() || RouteProblems.readsJson(route.handler());
    }

    private List<Integer> statuses() {
        var status = route.handler().getMethodAnnotation(ResponseStatus.class);
        if (status != null) {
            return List.of(status.value().value());
        }
        return described == null
                ? List.of(HttpStatus.OK.value())
                : Arrays.stream(described.answers()).boxed().toList();
    }

    private ObjectNode success(int status) {
        var answer =
                JSON.objectNode().put("description", HttpStatus.valueOf(status).getReasonPhrase());
        content().filter(type -> status != HttpStatus.NO_CONTENT.value()).ifPresent(type -> {
            var media = isJson(type) ? MediaType.APPLICATION_JSON_VALUE : MediaType.ALL_VALUE;
            var schema = JSON.objectNode().set("schema", schemas.of(type));
            answer.set("content", JSON.objectNode().set(media, schema));
        });
        return answer;
    }

    private static boolean isJson(Type type) {
        return type instanceof ParameterizedType || (type instanceof Class<?> plain && plain.isRecord());
    }

    /** What the body of an answer is; empty where there is none. */
    private Optional<Type> content() {
        var returned = new MethodParameter(route.handler().getMethod(), -1).getGenericParameterType();
        if (returned instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class) {
            returned = generic.getActualTypeArguments()[0];
        }
        return returned == Void.class || returned == void.class ? Optional.empty() : Optional.of(returned);
    }

    private static ObjectNode problem(List<ProblemType> problems) {
        var types = JSON.arrayNode();
        problems.stream().map(problem -> problem.uri().toString()).forEach(types::add);
        var type = JSON.objectNode().set("type", JSON.objectNode().set("enum", types));
        var schema = JSON.objectNode();
        schema.set(
                "allOf",
                JSON.arrayNode()
                        .add(JSON.objectNode().put("$ref", "#/components/schemas/Problem"))
                        .add(JSON.objectNode().set("properties", type)));
        var answer = JSON.objectNode()
                .put("description", problems.getFirst().status().getReasonPhrase());
        answer.set(
                "content",
                JSON.objectNode()
                        .set(
                                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                JSON.objectNode().set("schema", schema)));
        return answer;
    }
}
