package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of a function, {@code hello} or {@code team-a.hello}: the aggregate id, and a part of its URL. */
public record FunctionName(@JsonValue String value) {

    @JsonCreator
    public FunctionName {
        DottedName.check("function name", value);
    }

    public Namespace namespace() {
        return new Namespace(Namespace.textIn(value));
    }

    @Override
    public String toString() {
        return value;
    }
}
