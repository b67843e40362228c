package io.cloudfunc.invoker.docker;

import io.cloudfunc.invoker.engine.Behaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Sources for the Python runtime, written where containers may read them. */
final class PythonSources {

    /**
     * Listens in the runtime's place, as soon as it is loaded, and answers each request with what {@code answer} says.
     * The name {@code address} is where a function has to listen.
     */
    private static final String LISTENS_ITSELF = """
            import os, socket, time

            address = "/tmp/iofs/lsnr.sock"

            def listen(at=address):
                listening = socket.socket(socket.AF_UNIX)
                listening.bind(at)
                listening.listen(16)
                return listening

            def serve(listening, answer):
                while True:
                    connection = listening.accept()[0]
                    if connection.recv(65536):
                        answer(connection)

            """;

    private final Path directory;
    private int last;

    PythonSources(Path directory) {
        this.directory = directory;
    }

    Path of(Behaviour behaviour) {
        return switch (behaviour) {
            case ECHO -> handler("return event");
            case COUNTS ->
                source("calls = 0\n\ndef handler(event):\n    global calls\n    calls += 1\n    return calls\n");
            case PRINTS -> handler("print(event)");
            case RAISES -> handler("raise ValueError('no luck')");
            case EXITS -> handler("print('leaving'); import os; os._exit(3)");
            case NEVER_ENDS -> handler("import time; time.sleep(3600)");
            case OUTPUT_TOO_LARGE -> handler("return 'x' * (1 << 20)");
            case BREAKS_PROTOCOL -> answering("220 ready for mail\\r\\n");
            case DOES_NOT_LOAD -> source("print('loading')\n");
        };
    }

    /** A source whose handler has this one line. */
    Path handler(String line) {
        return source("def handler(event):\n    " + line + "\n");
    }

    /** A process that answers each request with these bytes, written as in Python. */
    Path answering(String bytes) {
        return listening("serve(listen(), lambda connection: connection.sendall(b'" + bytes + "'))\n");
    }

    /** A process that listens, or not, as these lines say. */
    Path listening(String lines) {
        return source(LISTENS_ITSELF + lines);
    }

    Path source(String text) {
        try {
            var source = Files.createDirectory(directory.resolve("source-" + ++last));
            Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(source.resolve("function.py"), text);
            return source;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
