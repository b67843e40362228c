package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.model.Container;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The labels on all that is made: whose it is, and for what. */
final class Labels {

    private static final String INSTALLATION = "io.cloudfunc.installation";
    private static final String WORKER = "io.cloudfunc.worker";
    private static final String FUNCTION = "io.cloudfunc.function";
    private static final String LIFE = "io.cloudfunc.life";
    private static final String REVISION = "io.cloudfunc.revision";

    private final Map<String, String> owner;

    Labels(String installation, WorkerId worker) {
        owner = Map.of(INSTALLATION, installation, WORKER, worker.value());
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

    boolean areOurs(Map<String, String> labels) {
        return labels.entrySet().containsAll(owner.entrySet());
    }

    static OwnedContainer read(Container container) {
        return new OwnedContainer(
                new ContainerId(container.getId()),
                new FunctionName(label(container, FUNCTION)),
                Integer.parseInt(label(container, LIFE)),
                Integer.parseInt(label(container, REVISION)),
                "running".equals(container.getState()));
    }

    private static String label(Container container, String name) {
        return Objects.requireNonNull(container.getLabels().get(name), name);
    }
}
