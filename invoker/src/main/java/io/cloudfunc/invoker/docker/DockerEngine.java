package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Docker engine on this machine, 20.10 or later. The worker must be allowed to enter the engine's volumes, hence run
 * as root in most installations, and see their mounts.
 */
public final class DockerEngine implements ContainerEngine {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    private static final ImageReference NO_IMAGE = new ImageReference("sha256:" + "0".repeat(64));

    private final DockerSettings settings;
    private final DockerClients clients;
    private final Labels labels;
    private final Images images;
    private final Uids uids;
    private final OwnedContainers containers;
    private final ContainerCreation creation;
    private final ExitWatch exits;
    private final ShortLinks links;
    private final Watchdog watchdog = new Watchdog();
    private final Clock clock;
    private final Map<ContainerId, DockerSandbox> sandboxes = new ConcurrentHashMap<>();

    private DockerEngine(DockerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        clients = DockerClients.of(settings.host());
        labels = new Labels(settings.installation(), settings.worker());
        images = new Images(clients.working(), clients.streaming(), settings.pullLimit());
        uids = new Uids(
                settings.firstUid(),
                settings.uids(),
                ThreadLocalRandom.current().nextInt(settings.uids()));
        containers = new OwnedContainers(clients.working(), labels);
        creation = new ContainerCreation(clients.working(), uids, containers);
        exits = new ExitWatch(settings.host(), clients.streaming(), containers, labels);
        links = new ShortLinks(settings.links());
    }

    /** Never fails for an engine that is not there; {@link #isReachable()} tells. */
    public static DockerEngine open(DockerSettings settings, Clock clock) {
        var engine = new DockerEngine(settings, clock);
        engine.exits.start();
        Thread.ofVirtual().name("cloudfunc-opening").start(engine::prepare);
        return engine;
    }

    @Override
    public String identify(ImageReference image) {
        return Images.identity(images.find(image));
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
        var isolation = new Isolation(spec, Images.volumes(images.find(spec.image())), labels.of(spec));
        var made = creation.make(spec, FunctionEnvironment.of(spec, settings.installation()), isolation);
        var sandbox = sandbox(made);
        sandboxes.put(made.id(), sandbox);
        return sandbox;
    }

    @Override
    public List<OwnedContainer> owned() {
        return containers.list().stream().map(Labels::read).toList();
    }

    @Override
    public void remove(ContainerId container) {
        var sandbox = sandboxes.get(container);
        if (sandbox != null) {
            sandbox.close();
        } else {
            containers.remove(container);
        }
    }

    @Override
    public void onExit(Consumer<ContainerId> listener) {
        exits.tell(listener);
    }

    @Override
    public boolean isReachable() {
        try {
            clients.prompt().pingCmd().exec();
            return true;
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** Containers go on running: they belong to the worker, which may come back. */
    @Override
    public void close() {
        exits.close();
        watchdog.close();
        try {
            links.close();
            clients.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void prepare() {
        try {
            new LostVolumes(clients.working(), labels, clock).remove();
            rehearse();
        } catch (RuntimeException failure) {
            LOG.debug("Not prepared", failure);
        }
    }

    /** The first creation in a JVM takes a second longer: it is done here, with an image that nobody has. */
    private void rehearse() {
        var nothing = new SandboxSpec(new FunctionName("rehearsal"), 1, 1, NO_IMAGE, null, null, Settings.DEFAULT);
        creation.make(nothing, List.of(), new Isolation(nothing, Set.of(), labels.of(nothing)));
    }

    private DockerSandbox sandbox(ContainerCreation.Made made) {
        var process = new FunctionProcess(made.id(), clients, containers, exits, settings.logLimit());
        var directory = SocketDirectory.at(made.socketDirectory(), links);
        var socket = new FunctionSocket(directory, ContainerUser.of(made.uid()), settings.outputLimit());
        return new DockerSandbox(process, socket, watchdog, clock, () -> forget(made));
    }

    private void forget(ContainerCreation.Made made) {
        sandboxes.remove(made.id());
        uids.giveBack(made.uid());
    }
}
