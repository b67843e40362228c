package io.cloudfunc.api.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cloudfunc.api.function.DottedName;

/**
 * Name of a secret, {@code db-password} or {@code team-a.db-password}. As an aggregate's id it stands beside the names of
 * functions, so {@code secret/} comes before it.
 */
public record SecretName(@JsonValue String value) {

    @JsonCreator
    public SecretName {
        DottedName.check("secret name", value);
    }

    @Override
    public String toString() {
        return "secret/" + value;
    }
}
