package io.cloudfunc.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A source that a test writes, and what becomes of it. What loads it gives the thread its class loader: closing takes that back. */
record SourceDirectory(Path path, ClassLoader ofThread) implements AutoCloseable {

    SourceDirectory(Path path) {
        this(path, Thread.currentThread().getContextClassLoader());
    }

    /** The class Function with these members. */
    SourceDirectory function(String members) {
        return file("Function.java", "import java.util.*;\n\npublic class Function {\n" + members + "\n}\n");
    }

    SourceDirectory file(String name, String text) {
        try {
            var file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(ofThread);
    }

    Calls calls() {
        return new Calls(Source.in(path).load());
    }

    static String call(Calls calls, String body) {
        return text(calls.answer(body.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
