package io.cloudfunc.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source directory: {@code function.jar}, or Java files, which are compiled here; and the jars in {@code lib}. Among
 * them is the class {@code Function}, in no package.
 */
final class Source {

    private static final String FUNCTION = "Function";
    private static final int SHOWN = 10;
    private static final Set<Path> LEFT_OUT = Set.of(Path.of("target"), Path.of("src/test"));

    private final Path directory;

    private Source(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    static Source in(Path directory) {
        return new Source(directory);
    }

    /** @throws LoadFailedException if there is no class Function with a handler, or it does not load */
    Handler load() {
        try {
            return Handler.of(initialised(classes()));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new LoadFailedException("the source cannot be read: " + Calls.reason(unreadable));
        }
    }

    private ClassLoader classes() throws IOException {
        var jar = directory.resolve("function.jar");
        var path = new ArrayList<Path>(jars());
        if (Files.exists(jar)) {
            path.addFirst(jar);
            return new FunctionClasses(Map.of(), urls(path));
        }
        var files = javaFiles();
        if (files.stream().noneMatch(file -> file.endsWith(FUNCTION + ".java"))) {
            throw new LoadFailedException(
                    "expected Function.java, or function.jar, at the top of the source, found " + listing());
        }
        var compiled = new Compilation(directory, path).of(files);
        path.addAll(List.of(directory, directory.resolve("src/main/resources")));
        return new FunctionClasses(compiled, urls(path));
    }

    private static Class<?> initialised(ClassLoader classes) {
        Thread.currentThread().setContextClassLoader(classes);
        try {
            return Class.forName(FUNCTION, true, classes);
        } catch (ClassNotFoundException missing) {
            throw new LoadFailedException("expected a class Function in no package, found none");
        } catch (Throwable error) {
            var cause = error instanceof ExceptionInInitializerError ? error.getCause() : error;
            cause.printStackTrace();
            throw new LoadFailedException("Function does not load: " + Calls.reason(cause));
        }
    }

    private List<Path> jars() throws IOException {
        var lib = directory.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return List.of();
        }
        try (var files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> javaFiles() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> LEFT_OUT.stream().noneMatch(directory.relativize(file)::startsWith))
                    .sorted()
                    .toList();
        }
    }

    private static URL[] urls(List<Path> path) throws MalformedURLException {
        var urls = new URL[path.size()];
        for (var at = 0; at < urls.length; at++) {
            urls[at] = path.get(at).toUri().toURL();
        }
        return urls;
    }

    private String listing() throws IOException {
        if (!Files.isDirectory(directory)) {
            return "no directory";
        }
        try (Stream<Path> files = Files.list(directory)) {
            var names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            var shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
            return names.isEmpty() ? "an empty directory" : shown + (names.size() > SHOWN ? ", …" : "");
        }
    }
}
