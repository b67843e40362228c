package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * A container found by its labels.
 *
 * @param tenant absent if it was made ahead and serves no function, or none any more
 */
public record OwnedContainer(
        ContainerId container, @Nullable Tenant tenant, boolean running) {}
