package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.ImageReference;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a worker needs of a container engine. Everything made carries the labels of this installation and worker, and
 * nothing without them is ever touched. Calls block; safe for use by many threads.
 */
public interface ContainerEngine extends AutoCloseable {

    /**
     * Establishes which code an image reference stands for: its registry digest if it has one, else the engine's image
     * id. Pulls the image where it is not there yet and a registry has it.
     *
     * @throws EngineException with {@code IMAGE_MISSING} if there is no such image
     */
    String identify(ImageReference image);

    /**
     * Removes an image that was pulled by this worker, unless it was there before or has got another name. Whatever else
     * is there is never touched; no error if it is gone. False if a container is made of it: then ask again later.
     */
    boolean release(ImageReference image);

    /**
     * Creates a container that is not started.
     *
     * @throws EngineException with {@code IMAGE_MISSING} or {@code START_FAILED}
     */
    Sandbox create(SandboxSpec spec);

    /**
     * Makes ahead what takes long, before it is known for which function. Returns when it can be claimed.
     *
     * @throws EngineException as {@link #create}
     */
    Prepared prepare(Blueprint blueprint);

    /** All containers of this installation and worker, running or not, also those of an earlier process. */
    List<OwnedContainer> owned();

    /** Stops at once and removes with all that was made for it. Removing what is gone is no error. */
    void remove(ContainerId container);

    /**
     * Calls back, on a thread of the engine's, when a container that was started here ends by itself or is lost by the
     * engine. What {@link Sandbox#awaitReady} or an answer already tells need not be told again.
     */
    void onExit(Consumer<ContainerId> listener);

    /** Whether the engine answers now. */
    boolean isReachable();

    @Override
    void close();
}
