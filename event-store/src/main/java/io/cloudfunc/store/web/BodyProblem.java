package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.Rejection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says which part of a JSON body cannot be read, without repeating the body. */
public final class BodyProblem {

    private BodyProblem() {}

    static Rejection.InvalidValue in(HttpMessageNotReadableException unreadable) {
        return unreadable.getCause() instanceof JacksonException json
                ? in(json)
                : new Rejection.InvalidValue("body", "nothing that can be read", "a body of JSON");
    }

    /** What is wrong with a JSON text that a caller sent. */
    public static Rejection.InvalidValue in(JacksonException json) {
        return switch (json) {
            case UnrecognizedPropertyException unknown ->
                new Rejection.InvalidValue(path(unknown), unknown.getPropertyName(), "one of " + known(unknown));
            case InvalidFormatException format ->
                new InvalidValueException(path(format), format.getValue(), ExpectedValue.of(format.getTargetType()))
                        .rejection();
            case MismatchedInputException mismatch ->
                new Rejection.InvalidValue(
                        path(mismatch), "another kind of JSON value", ExpectedValue.of(mismatch.getTargetType()));
            case DatabindException value ->
                new Rejection.InvalidValue(path(value), "a value that breaks a rule", value.getOriginalMessage());
            case StreamReadException broken ->
                new Rejection.InvalidValue(
                        "body",
                        "a text that breaks off or goes wrong at line %d, column %d"
                                .formatted(
                                        broken.getLocation().getLineNr(),
                                        broken.getLocation().getColumnNr()),
                        "valid JSON");
            case JacksonException other -> new Rejection.InvalidValue("body", "a text", "valid JSON");
        };
    }

    private static String path(DatabindException json) {
        var path = json.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "body" : path;
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of()).stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
