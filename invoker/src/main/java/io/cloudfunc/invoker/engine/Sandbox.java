package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import java.time.Duration;

/** One isolated container, for one function only. Used by one thread at a time, but for {@link #close()}. */
public interface Sandbox extends AutoCloseable {

    ContainerId id();

    /** Starts the container, unless it was claimed with its process running; that one gets its limits here. */
    void start();

    /**
     * Waits until the function listens, or has loaded its source.
     *
     * @throws EngineException with {@code LOAD_FAILED} if the runtime says that the source cannot be loaded,
     *     {@code OUT_OF_MEMORY} or {@code EXITED} if the process ended, {@code START_FAILED} if it does not listen in
     *     time; the exception carries what the process had written
     */
    void awaitReady(Duration limit);

    /**
     * Whether a call can still get there: not once the engine died and was started again, which leaves the container
     * running where nobody finds it. Quick, and without asking the engine.
     */
    boolean isInReach();

    /**
     * Calls the function once. A function's failure is an answer and not an exception; after an answer that is not
     * {@link Answer#reusable()} the sandbox must be closed.
     */
    Answer call(Call call);

    /** Stops at once and removes. May be called from any thread, and again. */
    @Override
    void close();
}
