package io.cloudfunc.invoker.docker;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.cloudfunc.invoker.engine.SecretFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The directory in which a function finds its secrets, one file each. It is in memory, goes with its container, and belongs
 * to us: the function's group, in which nobody else is, may read there and do nothing else.
 *
 * @param outside its path on this machine, there once the container is started
 */
record SecretDirectory(Path outside, ContainerUser user) {

    /** Where the function sees it. */
    static final String INSIDE = "/run/secrets";

    /** Of all files together, which are at most 64 of at most 64 KiB. */
    static final int MIB = 5;

    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("r--------");
    private static final Set<PosixFilePermission> GROUP_READS = PosixFilePermissions.fromString("r--r-----");

    void write(List<SecretFile> secrets) throws IOException {
        for (var secret : secrets) {
            write(secret);
        }
    }

    private void write(SecretFile secret) throws IOException {
        var file = outside.resolve(secret.name());
        var permissions = PosixFilePermissions.asFileAttribute(OWNER_READS);
        try (var channel = Files.newByteChannel(file, Set.of(CREATE_NEW, WRITE), permissions)) {
            var content = ByteBuffer.wrap(secret.content());
            while (content.hasRemaining()) {
                channel.write(content);
            }
        }
        Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(user.group());
        Files.setPosixFilePermissions(file, GROUP_READS);
    }
}
