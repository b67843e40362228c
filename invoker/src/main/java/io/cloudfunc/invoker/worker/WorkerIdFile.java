package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.container.WorkerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a worker that was given no name keeps the one it made for itself: it must find its containers again. */
final class WorkerIdFile {

    private final Path file;
    private final IdSource ids;

    WorkerIdFile(Path directory, IdSource ids) {
        this.file = directory.resolve("id");
        this.ids = ids;
    }

    WorkerId read() {
        try {
            if (!Files.exists(file)) {
                write("worker-" + ids.next());
            }
            return new WorkerId(Files.readString(file).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException("the worker's name cannot be kept in " + file, failure);
        }
    }

    /** A crash leaves the whole name or none. */
    private void write(String id) throws IOException {
        Files.createDirectories(file.getParent());
        var whole = Files.createTempFile(file.getParent(), "id", ".new");
        Files.writeString(whole, id + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
