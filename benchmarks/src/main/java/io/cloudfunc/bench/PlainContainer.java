package io.cloudfunc.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the engine itself needs from nothing to a first answer, without CloudFunc: create a container with the same limits
 * and isolation, start it, and call it as soon as it listens. Its socket lies in a directory of this machine.
 */
final class PlainContainer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long BETWEEN_LOOKS_NANOS = 500_000;
    private static final String CREATE = """
            {"Image":"%s","User":"1999999:1999999","Labels":{"%s":"%s"},
             "Env":["FN_LISTENER=unix:/tmp/iofs/lsnr.sock","FN_FORMAT=http-stream"],
             "Healthcheck":{"Test":["NONE"]},
             "HostConfig":{"NetworkMode":"none","IpcMode":"private","ReadonlyRootfs":true,"CapDrop":["ALL"],
              "SecurityOpt":["no-new-privileges"],"LogConfig":{"Type":"none"},
              "Memory":134217728,"MemorySwap":134217728,"NanoCpus":1000000000,"PidsLimit":64,"ShmSize":16777216,
              "Ulimits":[{"Name":"core","Soft":0,"Hard":0}],
              "Tmpfs":{"/tmp":"rw,exec,nosuid,nodev,mode=1777,size=16m"},
              "Binds":["%s:/tmp/iofs"]}}""";

    private final EngineApi engine;
    private final Installation installation;
    private final String image;

    PlainContainer(Installation installation, String image) {
        this.engine = new EngineApi(installation);
        this.installation = installation;
        this.image = image;
    }

    /** Returns how many ns it took; the container is gone then. */
    long measure() throws IOException {
        var directory = Files.createTempDirectory("bench");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        var label = installation.label().split("=", 2);
        var recipe = CREATE.formatted(image, label[0], label[1], directory).getBytes(StandardCharsets.UTF_8);
        var began = System.nanoTime();
        var created = JSON.readTree(engine.post("/containers/create", recipe, 201));
        var id = created.path("Id").asString("");
        try {
            engine.post("/containers/%s/start".formatted(id), new byte[0], 204);
            call(directory.resolve("lsnr.sock"));
            return System.nanoTime() - began;
        } finally {
            engine.delete("/containers/%s?force=1&v=1".formatted(id));
            Files.deleteIfExists(directory.resolve("lsnr.sock"));
            Files.delete(directory);
        }
    }

    private static void call(Path socket) throws IOException {
        while (!Files.exists(socket)) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        try (var wire = Wire.to(UnixDomainSocketAddress.of(socket))) {
            WarmCalls.calling(wire, "/call").make();
        }
    }
}
