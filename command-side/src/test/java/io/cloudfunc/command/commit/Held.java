package io.cloudfunc.command.commit;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandHandler;

/** A command that keeps its committer busy until the test lets it go, so that a test decides what waits meanwhile. */
public final class Held {

    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final boolean stubborn;

    private Held(boolean stubborn) {
        this.stubborn = stubborn;
    }

    /** Returns once the committer is busy with it; of several committers, one. */
    public static Held in(GroupCommit commit) throws InterruptedException {
        var held = in(commit, false);
        held.awaitBegin();
        return held;
    }

    /** Waits in line like any other order. */
    static Held queuedIn(GroupCommit commit) {
        return in(commit, false);
    }

    /** Waits in line, and does not let itself be interrupted when its turn comes. */
    static Held stubbornlyQueuedIn(GroupCommit commit) {
        return in(commit, true);
    }

    private static Held in(GroupCommit commit, boolean stubborn) {
        var held = new Held(stubborn);
        var ignored = commit.submit(new Order(held, List.of()));
        return held;
    }

    void awaitBegin() throws InterruptedException {
        if (!begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no committer took the held order");
        }
    }

    public void release() {
        released.countDown();
    }

    private void hold() throws InterruptedException {
        begun.countDown();
        var held = true;
        while (held) {
            try {
                held = !released.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                if (!stubborn) {
                    throw stopped;
                }
            }
        }
    }

    /** Handles it; a test's application has this as a bean. */
    public static final class Handler {

        @CommandHandler
        void handle(Held held) throws InterruptedException {
            held.hold();
        }
    }
}
