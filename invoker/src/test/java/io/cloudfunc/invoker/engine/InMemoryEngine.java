package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The container engine of the tests: functions are lambdas registered by image reference, everything else behaves as the
 * port says. Its own methods play the outside world: images come, processes die, the engine is slow or away.
 */
public final class InMemoryEngine implements ContainerEngine {

    /** What runs in a container. An exception is {@code HANDLER_RAISED}; on a timeout the thread is interrupted. */
    @FunctionalInterface
    public interface Code {
        Answer answer(Call call) throws Exception;
    }

    private record Image(Optional<Code> code, Optional<EngineException> loadFailure) {}

    private final Map<ImageReference, Image> images = new ConcurrentHashMap<>();
    private final Map<ContainerId, InMemorySandbox> containers = new ConcurrentSkipListMap<>(InMemoryEngine::byNumber);
    private final List<SandboxSpec> created = new CopyOnWriteArrayList<>();
    private final List<ImageReference> released = new CopyOnWriteArrayList<>();
    private final List<Blueprint> prepared = new CopyOnWriteArrayList<>();
    private final List<Consumer<ContainerId>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private volatile CompletableFuture<Void> startGate = CompletableFuture.completedFuture(null);
    private volatile boolean reachable = true;
    private final AtomicBoolean blinking = new AtomicBoolean();

    /** From now on there is such an image, and this is its code. */
    public void register(String image, Code code) {
        images.put(new ImageReference(image), new Image(Optional.of(code), Optional.empty()));
    }

    /** From now on there is such an image, and its containers fail this way when they are waited for. */
    public void registerBroken(String image, EngineException failure) {
        images.put(new ImageReference(image), new Image(Optional.empty(), Optional.of(failure)));
    }

    public void unregister(String image) {
        images.remove(new ImageReference(image));
    }

    /** The container's process ends by itself; a call in it is answered {@code EXITED}. */
    public void kill(ContainerId container) {
        var sandbox = containers.get(container);
        if (sandbox != null && sandbox.end()) {
            tellOfExit(container);
        }
    }

    /** The engine has lost the container: it ended and is not listed any more. */
    public void lose(ContainerId container) {
        kill(container);
        containers.remove(container);
    }

    /** The engine dies and is started again: what runs goes on running, where no call gets to it. */
    public void restart() {
        containers.values().forEach(InMemorySandbox::leaveReach);
    }

    /** From now on starts wait, until {@link #releaseStarts()} or until their sandbox is closed. */
    public void holdStarts() {
        startGate = new CompletableFuture<>();
    }

    public void releaseStarts() {
        startGate.complete(null);
    }

    public void setReachable(boolean reachable) {
        this.reachable = reachable;
    }

    /** It does not answer what it is asked next, and is back at once. */
    public void blink() {
        blinking.set(true);
    }

    /** What was ever asked for, in order of creation. */
    public List<SandboxSpec> created() {
        return List.copyOf(created);
    }

    /** What was ever made ahead, in order. */
    public List<Blueprint> prepared() {
        return List.copyOf(prepared);
    }

    @Override
    public String identify(ImageReference image) {
        requireReachable();
        find(image);
        return "sha256:" + image;
    }

    /** Nothing was ever pulled here, so all stays. */
    @Override
    public boolean release(ImageReference image) {
        requireReachable();
        released.add(image);
        return true;
    }

    public List<ImageReference> released() {
        return List.copyOf(released);
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
        requireReachable();
        var image = find(spec.image());
        var id = new ContainerId("container-" + lastNumber.incrementAndGet());
        var sandbox = new InMemorySandbox(this, id, spec, image.code(), image.loadFailure());
        containers.put(id, sandbox);
        created.add(spec);
        return sandbox;
    }

    @Override
    public Prepared prepare(Blueprint blueprint) {
        requireReachable();
        var image = find(blueprint.image());
        var id = new ContainerId("container-" + lastNumber.incrementAndGet());
        var sandbox = new InMemorySandbox(this, id, null, image.code(), image.loadFailure());
        containers.put(id, sandbox);
        prepared.add(blueprint);
        sandbox.start();
        return new InMemoryPrepared(this, sandbox, blueprint);
    }

    @Override
    public List<OwnedContainer> owned() {
        return containers.values().stream().map(InMemorySandbox::asOwned).toList();
    }

    @Override
    public void remove(ContainerId container) {
        var sandbox = containers.remove(container);
        if (sandbox != null) {
            sandbox.end();
        }
    }

    @Override
    public void onExit(Consumer<ContainerId> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean isReachable() {
        return reachable;
    }

    @Override
    public void close() {
        // containers outlive the worker's process, as with a real engine
    }

    CompletableFuture<Void> startGate() {
        return startGate;
    }

    void tellOfExit(ContainerId container) {
        listeners.forEach(listener -> Thread.startVirtualThread(() -> listener.accept(container)));
    }

    private Image find(ImageReference image) {
        var found = images.get(image);
        if (found == null) {
            throw new EngineException(
                    FailureKind.IMAGE_MISSING, "There is no image '%s'".formatted(image), new byte[0]);
        }
        return found;
    }

    private void requireReachable() {
        if (!reachable || blinking.getAndSet(false)) {
            throw new EngineAwayException("The container engine does not answer");
        }
    }

    private static int byNumber(ContainerId one, ContainerId other) {
        return Integer.compare(number(one), number(other));
    }

    private static int number(ContainerId id) {
        return id.value().startsWith("container-") ? Integer.parseInt(id.value().substring(10)) : -1;
    }
}
