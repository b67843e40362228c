package io.cloudfunc.openapi;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body that a route takes, by media type; raw bytes where it reads the request itself. */
final class RequestBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RequestBodies() {}

    static Optional<ObjectNode> of(Route route, @Nullable Described described, Schemas schemas) {
        var parameters = List.of(route.handler().getMethodParameters());
        if (route.consumes().contains(MediaType.MULTIPART_FORM_DATA_VALUE)) {
            var parts = JSON.objectNode();
            parameters.stream()
                    .map(parameter -> parameter.getParameterAnnotation(RequestPart.class))
                    .filter(part -> part != null)
                    .forEach(part -> parts.set(part.value(), JSON.objectNode()));
            return Optional.of(content(
                    MediaType.MULTIPART_FORM_DATA_VALUE,
                    JSON.objectNode().put("type", "object").set("properties", parts)));
        }
        if (described != null && described.body() != Void.class) {
            return Optional.of(content(MediaType.APPLICATION_JSON_VALUE, schemas.of(described.body())));
        }
        for (var parameter : parameters) {
            if (parameter.hasParameterAnnotation(RequestBody.class)) {
                return Optional.of(
                        content(MediaType.APPLICATION_JSON_VALUE, schemas.of(parameter.getGenericParameterType())));
            }
            if (parameter.getParameterType() == HttpServletRequest.class
                    && !route.method().equals("GET")) {
                return Optional.of(content(MediaType.ALL_VALUE, JSON.objectNode()));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode content(String type, ObjectNode schema) {
        return JSON.objectNode().set(type, JSON.objectNode().set("schema", schema));
    }
}
