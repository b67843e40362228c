package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.invoker.worker.DirectCalls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** To the worker of this process, if it has an idle container. */
final class LaneHere implements Lane {

    private final DirectCalls calls;
    private final Taken taken;

    /** @param process names this process among those that hold calls */
    LaneHere(String process, WorkerId worker, DirectCalls calls) {
        this.calls = calls;
        this.taken = new Taken(new Taker.RunsHere(process, worker), CompletableFuture.completedFuture(null), () -> {});
    }

    @Override
    public Optional<Taken> take(Execute call, byte[] payload, Runnable givenBack) {
        return calls.take(call, payload, givenBack) ? Optional.of(taken) : Optional.empty();
    }

    /**
     * To the same worker, if a container is likely to come free soon, and no earlier call of the function waits for it in the
     * backlog.
     */
    Lane soon(WaitingLives lives) {
        return (call, payload, givenBack) -> lives.has(call.lifeKey())
                ? Optional.empty()
                : calls.takeSoon(call, payload, givenBack).map(begun -> new Taken(taken.taker(), begun, () -> {}));
    }
}
