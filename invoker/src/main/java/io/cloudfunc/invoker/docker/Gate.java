package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Where the first process of a container made ahead waits before it becomes the image's command. */
final class Gate {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final SocketDirectory directory;
    private final ContainerUser user;
    private final FunctionProcess process;

    Gate(SocketDirectory directory, ContainerUser user, FunctionProcess process) {
        this.directory = directory;
        this.user = user;
        this.process = process;
    }

    /** Until the process waits there. */
    void await(Duration limit) {
        var began = System.nanoTime();
        while (!isWaitedAt()) {
            if (process.log().all().hasEnded() || System.nanoTime() - began > limit.toNanos()) {
                throw new EngineException(
                        FailureKind.START_FAILED, "A container made ahead does not wait", process.logToItsEnd());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Returns at once: the command begins in the meantime. */
    void open() throws IOException {
        var address = directory.gate().orElseThrow(() -> new NoSuchFileException(SocketDirectory.GATE));
        try (var connection = FunctionConnection.open(1)) {
            connection.connect(address, user);
        }
    }

    private boolean isWaitedAt() {
        try {
            return directory.gate().isPresent();
        } catch (IOException broken) {
            return false;
        }
    }
}
