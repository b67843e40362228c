package io.cloudfunc.openapi;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a route takes in its path, query and headers. */
final class Parameters {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private Parameters() {}

    static Stream<ObjectNode> of(HandlerMethod handler, Schemas schemas) {
        return Stream.of(handler.getMethodParameters()).flatMap(parameter -> parameter(parameter, schemas).stream());
    }

    /** One that the signature does not have. */
    static ObjectNode header(String name) {
        return parameter("header", name, false, JSON.objectNode().put("type", "string"));
    }

    private static Optional<ObjectNode> parameter(MethodParameter parameter, Schemas schemas) {
        parameter.initParameterNameDiscovery(NAMES);
        var name = String.valueOf(parameter.getParameterName());
        if (parameter.hasParameterAnnotation(PathVariable.class)) {
            return Optional.of(parameter("path", name, true, schema(parameter, schemas)));
        }
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        if (header != null) {
            return Optional.of(parameter("header", header.name().isEmpty() ? name : header.name(), false, text()));
        }
        return Optional.ofNullable(parameter.getParameterAnnotation(RequestParam.class))
                .map(query -> query(name, query, schema(parameter, schemas)));
    }

    private static ObjectNode query(String name, RequestParam query, ObjectNode schema) {
        var hasDefault = !query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        if (hasDefault) {
            schema.put("default", query.defaultValue());
        }
        return parameter("query", name, query.required() && !hasDefault, schema);
    }

    /** Values of our own are written as one word. */
    private static ObjectNode schema(MethodParameter parameter, Schemas schemas) {
        return parameter.getParameterType().isRecord() ? text() : schemas.of(parameter.getGenericParameterType());
    }

    private static ObjectNode text() {
        return JSON.objectNode().put("type", "string");
    }

    private static ObjectNode parameter(String in, String name, boolean required, ObjectNode schema) {
        var parameter = JSON.objectNode().put("name", name).put("in", in).put("required", required);
        parameter.set("schema", schema);
        return parameter;
    }
}
