package io.cloudfunc.store;

import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.identity.Namespaces;
import java.util.stream.Collectors;

/** The condition, in SQL, that something is in one of some namespaces. */
public final class InNamespaces {

    /** The name of what an event is about, in SQL; null if that is in no namespace. */
    public static final String OF_EVENT = "coalesce(payload::json ->> 'function', payload::json ->> 'secret')";

    private InNamespaces() {}

    /**
     * Namespaces are written into it, having nothing but letters, digits and hyphens.
     *
     * @param name in SQL, the name of a function or secret; where that is null, the condition is not met
     */
    public static String sql(String name, Namespaces namespaces) {
        return namespaces.areAll()
                ? "true"
                : namespaces.values().stream()
                        .map(namespace -> sql(name, namespace))
                        .collect(Collectors.joining(" or ", "(", ")"));
    }

    /** The second form can use an index. */
    private static String sql(String name, String namespace) {
        return namespace.equals(Namespace.DEFAULT.value())
                ? "strpos(%s, '.') = 0".formatted(name)
                : "%s like '%s.%%'".formatted(name, namespace);
    }
}
