package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/**
 * The unpacked sources on this worker's disk, one directory each, named by the hash of its archive. A directory is there
 * with all its files or not at all.
 */
final class SourceDirectories {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;
    private final SourceArchives archives;
    private final Map<String, Path> present = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> fetching = new ConcurrentHashMap<>();

    SourceDirectories(Path directory, SourceArchives archives) {
        this.directory = directory;
        this.archives = archives;
    }

    /**
     * Fetches and unpacks the source unless it is here already. Blocks.
     *
     * @throws EngineException with {@code LOAD_FAILED} if there is no such source or it cannot be unpacked
     * @throws SourceUnavailableException if it cannot be fetched now
     */
    Path of(String sha256) {
        var here = present.get(sha256);
        return here != null ? here : fetchOnce(sha256);
    }

    /** Removes a source that nobody uses; it is fetched again when somebody does. */
    void remove(String sha256) throws IOException {
        present.remove(sha256);
        var source = directory.resolve(sha256);
        if (SHA256.matcher(sha256).matches() && Files.isDirectory(source)) {
            var leaving = Files.createTempDirectory(directory, ".leaving-");
            Files.move(source, leaving, StandardCopyOption.ATOMIC_MOVE);
            FileSystemUtils.deleteRecursively(leaving);
        }
    }

    private Path fetchOnce(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw loadFailed("There is no source '%s'; expected a SHA-256 in lower-case hex".formatted(sha256));
        }
        var lock = fetching.computeIfAbsent(sha256, key -> new ReentrantLock());
        lock.lock();
        try {
            var target = directory.resolve(sha256);
            if (!Files.isDirectory(target)) {
                unpack(fetch(sha256), target);
            }
            present.put(sha256, target);
            return target;
        } catch (IOException failure) {
            throw new UncheckedIOException("the source could not be written below " + directory, failure);
        } finally {
            lock.unlock();
            fetching.remove(sha256, lock);
        }
    }

    private byte[] fetch(String sha256) {
        var archive = archives.fetch(sha256)
                .orElseThrow(() -> loadFailed("The source with SHA-256 %s is not stored".formatted(sha256)));
        if (!sha256.equals(hash(archive))) {
            throw loadFailed("The stored source does not have the SHA-256 %s it is stored under".formatted(sha256));
        }
        return archive;
    }

    private void unpack(byte[] archive, Path target) throws IOException {
        Files.createDirectories(directory);
        var unfinished = Files.createTempDirectory(directory, ".unfinished-");
        try {
            SourceArchive.unpack(archive, unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (BrokenArchiveException broken) {
            throw loadFailed(broken.what());
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }

    private static EngineException loadFailed(String message) {
        return new EngineException(FailureKind.LOAD_FAILED, message, new byte[0]);
    }

    private static String hash(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
