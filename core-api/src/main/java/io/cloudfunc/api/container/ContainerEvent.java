package io.cloudfunc.api.container;

import io.cloudfunc.api.function.OfFunctionLife;

/** What happened to a container. */
public sealed interface ContainerEvent extends OfFunctionLife permits ContainerStarted, ContainerStopped {

    ContainerId container();

    WorkerId worker();
}
