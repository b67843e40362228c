package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.model.Container;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.OwnedContainer;
import io.cloudfunc.invoker.engine.Prepared;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Docker engine on this machine, 20.10 or later. The worker must be allowed to enter the engine's volumes, hence run
 * as root in most installations, and see their mounts.
 */
public final class DockerEngine implements ContainerEngine {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    private static final Pattern CODE_DIRECTORY = Pattern.compile("[0-9a-f-]{36}");
    private static final Duration RUNTIME_LISTENS = Duration.ofSeconds(30);
    private static final FunctionName NOBODY = new FunctionName("nobody");
    private static final ImageReference NO_IMAGE = new ImageReference("sha256:" + "0".repeat(64));

    private final DockerSettings settings;
    private final DockerClients clients;
    private final Labels labels;
    private final Images images;
    private final Relay relay;
    private final Uids uids;
    private final OwnedContainers containers;
    private final ContainerCreation creation;
    private final ExitWatch exits;
    private final ShortLinks links;
    private final Watchdog watchdog = new Watchdog();
    private final Clock clock;
    private final Map<ContainerId, Runnable> removals = new ConcurrentHashMap<>();

    private DockerEngine(DockerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        clients = DockerClients.of(settings.host());
        labels = new Labels(settings.installation(), settings.worker());
        images = new Images(clients.working(), clients.streaming(), settings.pullLimit(), labels);
        relay = new Relay(settings.relay(), settings.outputLimit());
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
    public boolean release(ImageReference image) {
        return images.release(image);
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
        return create(spec, null, () -> {});
    }

    @Override
    public Prepared prepare(Blueprint blueprint) {
        return switch (blueprint) {
            case Blueprint.EmptyNetwork network -> holder(network);
            case Blueprint.WaitingRuntime runtime -> waitingRuntime(runtime.image());
            case Blueprint.WaitingSandbox sandbox -> waitingSandbox(sandbox.spec());
        };
    }

    @Override
    public List<OwnedContainer> owned() {
        return containers.list().stream().map(this::read).toList();
    }

    @Override
    public void remove(ContainerId container) {
        var known = removals.get(container);
        if (known != null) {
            known.run();
        } else {
            containers.remove(container).flatMap(this::codeDirectory).ifPresent(CodeDirectory::delete);
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
            new LostDirectories(settings.madeAhead(), containers, clock).remove();
            rehearse();
        } catch (IOException | RuntimeException failure) {
            LOG.debug("Not prepared", failure);
        }
    }

    /** The first creation in a JVM takes a second longer: it is done here, with an image that nobody has. */
    private void rehearse() {
        var nothing = new SandboxSpec(NOBODY, 1, 1, NO_IMAGE, null, null, Settings.DEFAULT);
        creation.make(nothing, List.of(), new Isolation(nothing, Set.of(), labels.of(nothing), Optional.empty(), null));
    }

    private Sandbox create(SandboxSpec spec, @Nullable ContainerId networkOf, Runnable beneath) {
        var image = images.find(spec.image());
        var gated = !spec.settings().secretFiles().isEmpty();
        var relayed = gated ? Optional.of(relay.waiting(spec, image)) : relay.of(spec, image);
        var isolation = new Isolation(spec, Images.volumes(image), labels.of(spec), relayed, networkOf);
        var made = creation.make(spec, FunctionEnvironment.of(spec, settings.installation(), relayed), isolation);
        var process = process(made.id());
        var directory = socketDirectory(made);
        var sandbox = sandbox(made, process, directory, beneath);
        return gated
                ? new GatedSandbox(sandbox, gate(made, directory, process), made.secretDirectory(), spec.secrets())
                : sandbox;
    }

    private static Gate gate(ContainerCreation.Made made, SocketDirectory directory, FunctionProcess process) {
        return new Gate(directory, ContainerUser.of(made.uid()), process);
    }

    private Sandbox createIn(SandboxSpec spec, NetworkHolder holder) {
        return create(spec, holder.id(), holder::close);
    }

    private Prepared holder(Blueprint.EmptyNetwork network) {
        images.find(network.image());
        var made = creation.make(
                network.image(),
                (create, uid) -> Isolation.ofHolder(create, uid, network.memoryMiB(), labels.madeAhead("")));
        var holder = new NetworkHolder(
                made.id(), clients.working(), containers, exits, this::createIn, () -> forget(made.id(), made.uid()));
        removals.put(made.id(), holder::close);
        return orRemoved(holder, holder::start);
    }

    private Prepared waitingRuntime(ImageReference image) {
        var volumes = Images.volumes(images.find(image));
        var code = codeDirectory();
        var spec = new SandboxSpec(NOBODY, 1, 1, image, Contract.FN, code.mounted(), Settings.DEFAULT);
        var isolation = new Isolation(spec, volumes, labels.madeAhead(code.name()), Optional.empty(), null);
        var made = orDeleted(
                code,
                () -> creation.make(
                        spec,
                        FunctionEnvironment.of(spec, settings.installation(), Optional.empty()),
                        isolation,
                        List.of(WaitingRuntime.ARGUMENT)));
        var process = process(made.id());
        var sandbox = sandbox(made, process, socketDirectory(made), code::delete);
        return orRemoved(new WaitingRuntime(sandbox, process, code, this::environment), () -> {
            sandbox.start();
            sandbox.awaitReady(RUNTIME_LISTENS);
        });
    }

    private Prepared waitingSandbox(SandboxSpec spec) {
        var image = images.find(spec.image());
        var command = Optional.of(relay.waiting(spec, image));
        var code = codeDirectory();
        var isolation = new Isolation(spec, Images.volumes(image), labels.madeAhead(spec, code.name()), command, null);
        var environment = FunctionEnvironment.of(spec, settings.installation(), command);
        var made = orDeleted(code, () -> creation.make(spec, environment, isolation));
        var process = process(made.id());
        var directory = socketDirectory(made);
        var gate = gate(made, directory, process);
        var sandbox = sandbox(made, process, directory, code::delete);
        return orRemoved(new WaitingSandbox(sandbox, process, code, gate, made), () -> {
            sandbox.start();
            gate.await(RUNTIME_LISTENS);
        });
    }

    private CodeDirectory codeDirectory() {
        return CodeDirectory.create(
                settings.madeAhead().resolve(UUID.randomUUID().toString()));
    }

    private static <T> T orDeleted(CodeDirectory code, Supplier<T> creation) {
        try {
            return creation.get();
        } catch (RuntimeException failure) {
            code.delete();
            throw failure;
        }
    }

    private static Prepared orRemoved(Prepared prepared, Runnable start) {
        try {
            start.run();
            return prepared;
        } catch (RuntimeException failure) {
            prepared.close();
            throw failure;
        }
    }

    private Map<String, String> environment(SandboxSpec spec) {
        return FunctionEnvironment.variables(spec, settings.installation());
    }

    private FunctionProcess process(ContainerId container) {
        return new FunctionProcess(container, clients, containers, exits, settings.logLimit());
    }

    private SocketDirectory socketDirectory(ContainerCreation.Made made) {
        return SocketDirectory.at(made.socketDirectory(), links);
    }

    private DockerSandbox sandbox(
            ContainerCreation.Made made, FunctionProcess process, SocketDirectory directory, Runnable beneath) {
        var socket = new FunctionSocket(directory, ContainerUser.of(made.uid()), settings.outputLimit());
        var sandbox = new DockerSandbox(process, socket, watchdog, clock, beneath, () -> forget(made.id(), made.uid()));
        removals.put(made.id(), sandbox::close);
        return sandbox;
    }

    private void forget(ContainerId container, int uid) {
        removals.remove(container);
        uids.giveBack(uid);
    }

    private OwnedContainer read(Container container) {
        var labels = container.getLabels();
        var tenant = Labels.tenant(labels)
                .or(() -> codeDirectory(labels).flatMap(CodeDirectory::tenant))
                .orElse(null);
        return new OwnedContainer(new ContainerId(container.getId()), tenant, "running".equals(container.getState()));
    }

    private Optional<CodeDirectory> codeDirectory(Map<String, String> labels) {
        return Labels.codeDirectory(labels)
                .filter(CODE_DIRECTORY.asMatchPredicate())
                .map(settings.madeAhead()::resolve)
                .map(CodeDirectory::new);
    }
}
