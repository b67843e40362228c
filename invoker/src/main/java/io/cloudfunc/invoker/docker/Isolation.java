package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
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
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keeps a function from everything but its caller: no network, nothing to write on but bounded memory, no
 * privileges and no way to any, a user id that nobody else has, and limits on all it can use up. The engine's default
 * filter of system calls stays on.
 */
record Isolation(SandboxSpec spec, Set<String> volumesOfImage, Map<String, String> labels) {

    private static final long MIB = 1 << 20;
    private static final String TMP = "/tmp";
    private static final int STICKY_FOR_ALL = 01777;

    CreateContainerCmd applyTo(CreateContainerCmd create, int uid) {
        return create.withUser(uid + ":" + uid)
                .withLabels(labels)
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(hostConfig(uid));
    }

    private HostConfig hostConfig(int uid) {
        return limits(spec.settings())
                .withNetworkMode("none")
                .withIpcMode("private")
                .withReadonlyRootfs(true)
                .withShmSize(tmpMiB() * MIB)
                .withTmpFs(Map.of(TMP, "rw,exec,nosuid,nodev,mode=1777,size=%dm".formatted(tmpMiB())))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withMounts(mounts(uid));
    }

    private static HostConfig limits(Settings settings) {
        var memory = settings.memoryMiB() * MIB;
        return HostConfig.newHostConfig()
                .withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs((long) (settings.cpus() * 1_000_000_000))
                .withPidsLimit((long) settings.pids())
                .withUlimits(List.of(new Ulimit("core", 0L, 0L)));
    }

    private List<Mount> mounts(int uid) {
        var mounts = new ArrayList<Mount>();
        mounts.add(socketDirectory(uid));
        var source = spec.source();
        if (source != null) {
            mounts.add(readOnly(source));
        }
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
        var options = "size=64k,nr_inodes=16,mode=0700,uid=%d,gid=%d,nosuid,nodev,noexec".formatted(uid, uid);
        var driver =
                new Driver().withName("local").withOptions(Map.of("type", "tmpfs", "device", "tmpfs", "o", options));
        return new Mount()
                .withType(MountType.VOLUME)
                .withTarget(SocketDirectory.INSIDE)
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
