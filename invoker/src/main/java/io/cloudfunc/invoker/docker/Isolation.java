package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.TmpfsOptions;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a function from everything but its caller: no network unless it was deployed with one, nothing to write on
 * but bounded memory, no privileges and no way to any, a user id that nobody else has, and limits on all it can use up.
 * The engine's default filter of system calls stays on.
 *
 * @param networkOf holder of an empty network made ahead; absent if the container is to make its own
 */
record Isolation(
        SandboxSpec spec,
        Set<String> volumesOfImage,
        Map<String, String> labels,
        Optional<Relay.Command> relayed,
        @Nullable ContainerId networkOf) {

    private static final long MIB = 1 << 20;
    private static final String TMP = "/tmp";

    /** It needs one; but before it, the engine's own program runs under the limit, and takes threads as it needs them. */
    private static final long PIDS_OF_HOLDER = 16;

    private static final int STICKY_FOR_ALL = 01777;

    CreateContainerCmd applyTo(CreateContainerCmd create, int uid) {
        relayed.map(Relay.Command::words).ifPresent(create::withEntrypoint);
        return create.withUser(uid + ":" + uid)
                .withLabels(labels)
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(hostConfig(uid));
    }

    /** Of a container whose process does nothing but hold a network with nothing in it. */
    static CreateContainerCmd ofHolder(CreateContainerCmd create, int uid, int memoryMiB, Map<String, String> labels) {
        var memory = memoryMiB * MIB;
        return create.withUser(uid + ":" + uid)
                .withLabels(labels)
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withEntrypoint("sleep")
                .withCmd("infinity")
                .withHostConfig(hardened(HostConfig.newHostConfig())
                        .withMemory(memory)
                        .withMemorySwap(memory)
                        .withPidsLimit(PIDS_OF_HOLDER)
                        .withNetworkMode("none"));
    }

    private HostConfig hostConfig(int uid) {
        return hardened(limits(spec.settings()))
                .withNetworkMode(network())
                .withShmSize(tmpMiB() * MIB)
                .withTmpFs(Map.of(TMP, "rw,exec,nosuid,nodev,mode=1777,size=%dm".formatted(tmpMiB())))
                .withMounts(mounts(uid));
    }

    /** What holds for every container of ours. */
    private static HostConfig hardened(HostConfig config) {
        return config.withIpcMode("private")
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    }

    private String network() {
        return switch (spec.settings().network()) {
            case NONE -> networkOf == null ? "none" : "container:" + networkOf;
            case EGRESS -> "bridge";
        };
    }

    private static HostConfig limits(Settings settings) {
        var memory = settings.memoryMiB() * MIB;
        return HostConfig.newHostConfig()
                .withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs(nanoCpus(settings))
                .withPidsLimit((long) settings.pids())
                .withUlimits(List.of(new Ulimit("core", 0L, 0L)));
    }

    /** What of the limits can be changed while the container runs. */
    static UpdateContainerCmd limits(UpdateContainerCmd update, Settings settings) {
        var memory = settings.memoryMiB() * MIB;
        return update.withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs(nanoCpus(settings))
                .withPidsLimit((long) settings.pids());
    }

    private static long nanoCpus(Settings settings) {
        return (long) (settings.cpus() * 1_000_000_000);
    }

    private List<Mount> mounts(int uid) {
        var mounts = new ArrayList<Mount>();
        mounts.add(socketDirectory(uid));
        if (!spec.settings().secretFiles().isEmpty()) {
            mounts.add(secretDirectory(uid));
        }
        var source = spec.source();
        if (source != null) {
            mounts.add(readOnly(source));
        }
        relayed.map(Relay.Command::mount).ifPresent(mounts::add);
        var ours = mounts.stream().map(Mount::getTarget).toList();
        volumesOfImage.stream()
                .filter(path -> !path.equals(TMP) && !ours.contains(path))
                .map(this::inMemory)
                .forEach(mounts::add);
        return mounts;
    }

    private static Mount readOnly(Path source) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(source.toAbsolutePath().toString())
                .withTarget("/function")
                .withReadOnly(true);
    }

    /** A volume, since we must reach it from outside; in memory and tiny, so that nobody's disk can be filled. */
    private Mount socketDirectory(int uid) {
        return entered(SocketDirectory.INSIDE, "size=64k,nr_inodes=16,mode=0700,uid=%d,gid=%d".formatted(uid, uid));
    }

    /** As the socket's directory, but it is not the function's own: its group may read there. */
    private Mount secretDirectory(int uid) {
        return entered(
                SecretDirectory.INSIDE,
                "size=%dm,nr_inodes=80,mode=0550,uid=0,gid=%d".formatted(SecretDirectory.MIB, uid));
    }

    private Mount entered(String inside, String bounds) {
        var options = bounds + ",nosuid,nodev,noexec";
        var driver =
                new Driver().withName("local").withOptions(Map.of("type", "tmpfs", "device", "tmpfs", "o", options));
        return new Mount()
                .withType(MountType.VOLUME)
                .withTarget(inside)
                .withVolumeOptions(
                        new VolumeOptions().withNoCopy(true).withLabels(labels).withDriverConfig(driver));
    }

    /** An image's own volumes would otherwise be unbounded and on disk. */
    private Mount inMemory(String path) {
        return new Mount()
                .withType(MountType.TMPFS)
                .withTarget(path)
                .withTmpfsOptions(
                        new TmpfsOptions().withSizeBytes(tmpMiB() * MIB).withMode(STICKY_FOR_ALL));
    }

    private int tmpMiB() {
        return spec.settings().tmpMiB();
    }
}
