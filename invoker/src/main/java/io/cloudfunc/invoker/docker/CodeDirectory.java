package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.invoker.engine.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * A directory on this machine that a container sees before it knows its function: empty until the container is claimed.
 * Beside it is written whose it is, since the engine cannot change a container's labels.
 */
record CodeDirectory(Path directory) {

    private static final String INSIDE = "function";
    private static final String TENANT = "tenant";

    static CodeDirectory create(Path directory) {
        try {
            Files.createDirectories(directory.resolve(INSIDE));
            Files.setPosixFilePermissions(directory.resolve(INSIDE), PosixFilePermissions.fromString("rwxr-xr-x"));
            return new CodeDirectory(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String name() {
        return directory.getFileName().toString();
    }

    /** What the container sees. */
    Path mounted() {
        return directory.resolve(INSIDE);
    }

    /** From here on it is that function's, whatever happens. */
    void give(Tenant tenant) throws IOException {
        var words = "%s %d %d".formatted(tenant.function(), tenant.life(), tenant.revision());
        Files.writeString(directory.resolve(TENANT), words);
    }

    /** As {@link #give(Tenant)}, with code. The files are the source's own where they can be linked. */
    void give(Tenant tenant, Path source) throws IOException {
        give(tenant);
        Files.walkFileTree(source, new Linking(source, mounted()));
    }

    /** Empty if nobody claimed it. */
    Optional<Tenant> tenant() {
        try {
            var words = Files.readString(directory.resolve(TENANT)).split(" ", -1);
            return words.length == 3
                    ? Optional.of(new Tenant(
                            new FunctionName(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2])))
                    : Optional.empty();
        } catch (NoSuchFileException nobody) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void delete() {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Linking extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;
        private boolean linkable = true;

        Linking(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
            var to = counterpart(from);
            if (!to.equals(target)) {
                Files.createDirectory(to);
                Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
            if (!linkable || !link(from)) {
                Files.copy(from, counterpart(from), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
        }

        private Path counterpart(Path from) {
            return target.resolve(source.relativize(from));
        }

        /** Not possible on every file system, nor from one to another. */
        private boolean link(Path from) throws IOException {
            try {
                Files.createLink(counterpart(from), from);
            } catch (FileAlreadyExistsException twice) {
                throw twice;
            } catch (IOException | UnsupportedOperationException impossible) {
                linkable = false;
            }
            return linkable;
        }
    }
}
