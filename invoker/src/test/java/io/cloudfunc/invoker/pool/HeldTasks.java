package io.cloudfunc.invoker.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** An executor that runs what it was given when a test says so. */
public final class HeldTasks implements Executor {

    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable task) {
        held.add(task);
    }

    /** Runs all, and what they give it meanwhile. */
    public void runAll() {
        for (var task = held.poll(); task != null; task = held.poll()) {
            task.run();
        }
    }
}
