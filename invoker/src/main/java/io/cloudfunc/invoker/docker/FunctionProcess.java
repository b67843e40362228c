package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import java.time.Duration;
import java.util.Optional;

/** The process in a container: its start, what it writes, and its end. */
final class FunctionProcess {

    private static final Duration ATTACHING = Duration.ofSeconds(10);
    private static final Duration LAST_BYTES = Duration.ofSeconds(2);

    private final ContainerId container;
    private final DockerClients clients;
    private final OwnedContainers containers;
    private final ExitWatch exits;
    private final AttachedLog log;

    FunctionProcess(
            ContainerId container, DockerClients clients, OwnedContainers containers, ExitWatch exits, int logLimit) {
        this.container = container;
        this.clients = clients;
        this.containers = containers;
        this.exits = exits;
        this.log = new AttachedLog(logLimit);
    }

    ContainerId container() {
        return container;
    }

    AttachedLog log() {
        return log;
    }

    void start() {
        try {
            attachLog();
            exits.expectToLive(container);
            clients.working().startContainerCmd(container.value()).exec();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new EngineException(FailureKind.START_FAILED, "The start was interrupted", stop);
        } catch (RuntimeException failure) {
            exits.expectToEnd(container);
            throw EngineFailure.of("start the function's process", failure);
        }
    }

    /** Whether it runs, as far as is known. */
    boolean isExpectedToLive() {
        return exits.isExpectedToLive(container);
    }

    /** Gives a running process other limits. */
    void limit(Settings settings) {
        try {
            Isolation.limits(clients.working().updateContainerCmd(container.value()), settings)
                    .exec();
        } catch (RuntimeException failure) {
            throw EngineFailure.of("change the limits of a container", failure);
        }
    }

    /** Waits for the end, which is told nobody else then; empty if it still runs after that time. */
    Optional<Ending> awaitEnding(Duration patience) {
        exits.expectToEnd(container);
        return new PostMortem(clients.working()).of(container, patience);
    }

    void kill() {
        exits.expectToEnd(container);
        containers.kill(container);
    }

    /** Stops it at once, and removes its container. */
    void remove() {
        exits.expectToEnd(container);
        containers.removeOurs(container);
        log.close();
    }

    /** All that was written until the process ended. */
    byte[] logToItsEnd() {
        return log.all().takeAfter(LAST_BYTES);
    }

    private void attachLog() throws InterruptedException {
        clients.streaming()
                .attachContainerCmd(container.value())
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(log);
        log.awaitBegin(ATTACHING);
    }
}
