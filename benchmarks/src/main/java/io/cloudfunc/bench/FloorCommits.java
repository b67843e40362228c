package io.cloudfunc.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** Stores calls, together whatever came while the last commit was under way, and does the next step after the commit. */
final class FloorCommits implements AutoCloseable {

    private static final int MOST = 200;

    /** Stores these in one transaction. */
    @FunctionalInterface
    interface Commit {
        void store(List<Floor.Call> calls) throws SQLException;
    }

    private final LinkedBlockingQueue<Floor.Call> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;

    FloorCommits(String name, Commit commit, Floor.Step then) {
        thread = Thread.ofPlatform().daemon().name(name).start(() -> run(commit, then));
    }

    void add(Floor.Call call) {
        waiting.add(call);
    }

    private void run(Commit commit, Floor.Step then) {
        var calls = new ArrayList<Floor.Call>(MOST);
        try {
            while (true) {
                calls.add(waiting.take());
                waiting.drainTo(calls, MOST - 1);
                commit.store(calls);
                calls.forEach(then);
                calls.clear();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (SQLException failed) {
            calls.forEach(call -> call.answered().completeExceptionally(failed));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
