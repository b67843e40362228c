package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;

/**
 * Something that was made ahead, and belongs to no function yet. It becomes one container of one function and is never
 * used again. Used by one thread at a time, but for {@link #close()}.
 */
public interface Prepared extends AutoCloseable {

    /** Of the container that was made. */
    ContainerId id();

    /**
     * Makes it that function's, once; the sandbox is then closed instead of this.
     *
     * @param spec one that its blueprint {@linkplain Blueprint#suits suits}
     * @throws EngineException if it cannot be used any more, for no fault of the function's: then this is to be closed
     */
    Sandbox claim(SandboxSpec spec);

    /** Stops at once and removes. May be called from any thread, and again. */
    @Override
    void close();
}
