package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.invoker.engine.SandboxSpec;
import io.cloudfunc.invoker.engine.Tenant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The labels on all that is made: whose it is, and for what. */
final class Labels {

    private static final String INSTALLATION = "io.cloudfunc.installation";
    private static final String WORKER = "io.cloudfunc.worker";
    private static final String FUNCTION = "io.cloudfunc.function";
    private static final String LIFE = "io.cloudfunc.life";
    private static final String REVISION = "io.cloudfunc.revision";

    private static final String MADE_AHEAD = "io.cloudfunc.made-ahead";

    private final Map<String, String> owner;

    Labels(String installation, WorkerId worker) {
        owner = Collections.unmodifiableMap(new TreeMap<>(Map.of(INSTALLATION, installation, WORKER, worker.value())));
    }

    /** What everything of this worker, and nothing else, is labelled with. */
    Map<String, String> ofOwner() {
        return owner;
    }

    /** {@link #ofOwner()} as {@code name=value}. */
    List<String> asFilters() {
        return owner.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }

    Map<String, String> of(SandboxSpec spec) {
        var labels = new LinkedHashMap<>(owner);
        labels.put(FUNCTION, spec.function().value());
        labels.put(LIFE, String.valueOf(spec.life()));
        labels.put(REVISION, String.valueOf(spec.revision()));
        return labels;
    }

    /** @param code name of the directory that the container gets its code from; empty if it gets none */
    Map<String, String> madeAhead(String code) {
        var labels = new LinkedHashMap<>(owner);
        labels.put(MADE_AHEAD, code);
        return labels;
    }

    /** Of a container made ahead for that revision; whose it is once it is claimed, the directory tells. */
    Map<String, String> madeAhead(SandboxSpec spec, String code) {
        var labels = of(spec);
        labels.put(MADE_AHEAD, code);
        return labels;
    }

    boolean areOurs(Map<String, String> labels) {
        return labels.entrySet().containsAll(owner.entrySet());
    }

    /** The revision in the labels; empty if the container was made ahead of it. */
    static Optional<Tenant> tenant(Map<String, String> labels) {
        return codeDirectory(labels).isPresent()
                ? Optional.empty()
                : Optional.of(new Tenant(
                        new FunctionName(label(labels, FUNCTION)),
                        Integer.parseInt(label(labels, LIFE)),
                        Integer.parseInt(label(labels, REVISION))));
    }

    /** Of a container made ahead. */
    static Optional<String> codeDirectory(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(MADE_AHEAD));
    }

    private static String label(Map<String, String> labels, String name) {
        return Objects.requireNonNull(labels.get(name), name);
    }
}
