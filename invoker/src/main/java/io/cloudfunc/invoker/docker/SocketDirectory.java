package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a function listens. It belongs to the function, which may put anything there at any time: what
 * is found here is only a hint, and who really answers must be checked on the connection.
 */
final class SocketDirectory implements AutoCloseable {

    /** Where the function sees it. */
    static final String INSIDE = "/tmp/iofs";

    /** The function's socket, or a link to it. */
    static final String SOCKET = "lsnr.sock";

    /** Where a container made ahead waits to be told to begin, before anything of the function runs in it. */
    static final String GATE = "gate.sock";

    private static final int LONGEST_ADDRESS = 107;
    private static final int KIND = 0170000;
    private static final int IS_LINK = 0120000;
    private static final int IS_SOCKET = 0140000;

    private final Path directory;
    private final Optional<Path> link;
    private volatile @Nullable Object foundIn;

    private SocketDirectory(Path directory, Optional<Path> link) {
        this.directory = directory;
        this.link = link;
    }

    /** @param outside its path on this machine */
    static SocketDirectory at(Path outside, ShortLinks links) {
        var length = outside.resolve(SOCKET).toString().getBytes(StandardCharsets.UTF_8).length;
        return new SocketDirectory(
                outside, length <= LONGEST_ADDRESS ? Optional.empty() : Optional.of(links.to(outside)));
    }

    /**
     * The function's socket, if it is there already.
     *
     * @throws UntrustedPeerException if it is anything but a socket, or a link to one in the same directory
     */
    Optional<UnixDomainSocketAddress> socket() throws IOException {
        return find(SOCKET);
    }

    /** As {@link #socket()}. */
    Optional<UnixDomainSocketAddress> gate() throws IOException {
        return find(GATE);
    }

    private Optional<UnixDomainSocketAddress> find(String name) throws IOException {
        try {
            var socket = directory.resolve(name);
            var kind = kind(socket);
            if (kind == IS_LINK) {
                kind = kind(neighbour(Files.readSymbolicLink(socket)));
            }
            if (kind != IS_SOCKET) {
                throw new UntrustedPeerException("%s is no socket".formatted(INSIDE + "/" + name));
            }
            if (foundIn == null) {
                foundIn = identity();
            }
            return Optional.of(UnixDomainSocketAddress.of(link.orElse(directory).resolve(name)));
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
    }

    /** Whether the function was found here before, in another directory by the same name. */
    boolean isReplaced() {
        try {
            var before = foundIn;
            return before != null && !before.equals(identity());
        } catch (IOException gone) {
            return true;
        }
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        if (link.isPresent()) {
            Files.deleteIfExists(link.get());
        }
    }

    private Path neighbour(Path target) throws UntrustedPeerException {
        if (target.isAbsolute()
                || target.getNameCount() != 1
                || target.toString().equals("..")) {
            throw new UntrustedPeerException("%s is a link to '%s'; expected a socket, or a link to one beside it"
                    .formatted(INSIDE + "/" + SOCKET, target));
        }
        return directory.resolve(target);
    }

    private static int kind(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & KIND;
    }
}
