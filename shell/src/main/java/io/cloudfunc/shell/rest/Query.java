package io.cloudfunc.shell.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its query parameters; those without a value are left out. */
public record Query(String text) {

    public Query with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var separator = text.contains("?") ? "&" : "?";
        return new Query(text + separator + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }
}
