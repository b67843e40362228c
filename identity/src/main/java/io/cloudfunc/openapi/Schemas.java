package io.cloudfunc.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas of Java types as Jackson writes them; records become components, which are named once. */
final class Schemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> components = new TreeMap<>();

    /** Those of all records that were asked for, and of what they are made of. */
    Map<String, ObjectNode> components() {
        return components;
    }

    ObjectNode of(Type type) {
        return of(type, Map.of());
    }

    private ObjectNode of(Type type, Map<String, Type> variables) {
        return switch (type) {
            case Class<?> plain -> of(plain);
            case ParameterizedType generic -> of(generic, variables);
            case TypeVariable<?> variable ->
                Optional.ofNullable(variables.get(variable.getName()))
                        .map(this::of)
                        .orElseGet(JSON::objectNode);
            default -> JSON.objectNode();
        };
    }

    private ObjectNode of(ParameterizedType generic, Map<String, Type> variables) {
        var raw = (Class<?>) generic.getRawType();
        var arguments = Arrays.stream(generic.getActualTypeArguments())
                .map(argument -> argument instanceof TypeVariable<?> variable
                        ? variables.getOrDefault(variable.getName(), argument)
                        : argument)
                .toArray(Type[]::new);
        if (Collection.class.isAssignableFrom(raw)) {
            return JSON.objectNode().put("type", "array").set("items", of(arguments[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return JSON.objectNode().put("type", "object").set("additionalProperties", of(arguments[1]));
        }
        return raw.isRecord() ? reference(raw, arguments) : JSON.objectNode();
    }

    private ObjectNode of(Class<?> type) {
        if (type.isEnum()) {
            return enumeration(type);
        }
        if (type.isRecord()) {
            return valueOf(type).map(this::of).orElseGet(() -> reference(type));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> simple("integer");
            case "double", "Double", "float", "Float" -> simple("number");
            case "boolean", "Boolean" -> simple("boolean");
            case "byte[]" -> JSON.objectNode();
            default -> of(type.getName());
        };
    }

    private static ObjectNode of(String className) {
        if (className.equals(String.class.getName())) {
            return simple("string");
        }
        if (className.equals(Instant.class.getName())) {
            return simple("string").put("format", "date-time");
        }
        if (className.equals(Duration.class.getName())) {
            return simple("string").put("format", "duration");
        }
        if (className.equals(UUID.class.getName())) {
            return simple("string").put("format", "uuid");
        }
        return className.equals(URI.class.getName()) ? simple("string").put("format", "uri") : JSON.objectNode();
    }

    private static ObjectNode simple(String type) {
        return JSON.objectNode().put("type", type);
    }

    /** What a record is written as that is written as one value. */
    private static Optional<Type> valueOf(Class<?> record) {
        return Stream.concat(
                        Arrays.stream(record.getRecordComponents()).map(RecordComponent::getAccessor),
                        Arrays.stream(record.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(JsonValue.class))
                .map(Method::getGenericReturnType)
                .findFirst();
    }

    private static ObjectNode enumeration(Class<?> type) {
        var values = JSON.arrayNode();
        for (var constant : type.getEnumConstants()) {
            values.add(nameOf((Enum<?>) constant));
        }
        return simple("string").set("enum", values);
    }

    private static String nameOf(Enum<?> constant) {
        try {
            return renamed(constant.getDeclaringClass().getField(constant.name()), constant.name());
        } catch (NoSuchFieldException everyConstantIsAField) {
            throw new IllegalStateException(everyConstantIsAField);
        }
    }

    private static String renamed(AnnotatedElement element, String name) {
        var given = element.getAnnotation(JsonProperty.class);
        return given == null || given.value().isEmpty() ? name : given.value();
    }

    private ObjectNode reference(Class<?> record, Type... arguments) {
        var name = nameOf(record)
                + String.join(
                        "",
                        Arrays.stream(arguments)
                                .map(argument -> argument instanceof Class<?> plain ? nameOf(plain) : "")
                                .toList());
        if (!components.containsKey(name)) {
            components.put(name, JSON.objectNode());
            components.put(name, object(record, arguments));
        }
        return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    /** Those that are known inside of another only, by both. */
    private static String nameOf(Class<?> record) {
        return record.getEnclosingClass() == null
                ? record.getSimpleName()
                : record.getEnclosingClass().getSimpleName() + record.getSimpleName();
    }

    private ObjectNode object(Class<?> record, Type... arguments) {
        var variables = new TreeMap<String, Type>();
        for (var i = 0; i < arguments.length; i++) {
            variables.put(record.getTypeParameters()[i].getName(), arguments[i]);
        }
        var properties = JSON.objectNode();
        var required = JSON.arrayNode();
        for (var part : record.getRecordComponents()) {
            var name = renamed(part.getAccessor(), part.getName());
            properties.set(name, of(part.getGenericType(), variables));
            if (!part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(name);
            }
        }
        var schema = simple("object");
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }
}
