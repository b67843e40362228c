package io.cloudfunc.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.pool.Revisions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class InHandTest {

    private final InHand inHand = new InHand();
    private final Execute request = new Bench().call(Revisions.of("hello"));
    private final List<String> runs = new CopyOnWriteArrayList<>();

    @Test
    void the_same_request_waits_for_the_one_in_hand_and_does_not_run() {
        duringRunOf(request, () -> inHand.once(request, true, again -> run("second", again)));

        assertThat(runs).containsExactly("first, again false");
    }

    @Test
    void another_request_for_the_same_call_runs_after_the_one_in_hand_and_knows_that_it_may_have_begun() {
        var sentAgain = new Execute(
                request.invocation(),
                request.revision(),
                request.payload(),
                request.routedAt().plusMillis(1),
                request.due(),
                null,
                request.receipt(),
                null);

        duringRunOf(request, () -> inHand.once(sentAgain, false, again -> run("second", again)));

        assertThat(runs).containsExactly("first, again false", "second, again true");
    }

    private void duringRunOf(Execute first, Runnable other) {
        var waiting = Thread.ofPlatform().unstarted(other);
        inHand.once(first, false, again -> {
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.WAITING);
            return run("first", again);
        });
        await().until(() -> !waiting.isAlive());
    }

    private Verdict run(String which, boolean again) {
        runs.add("%s, again %s".formatted(which, again));
        return Verdict.DONE;
    }
}
