package io.cloudfunc.runtime;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a source into memory; there is nowhere to write to. Annotation processors do not run. */
final class Compilation {

    private final Path directory;
    private final List<Path> jars;
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Compilation(Path directory, List<Path> jars) {
        this.directory = directory;
        this.jars = jars;
    }

    /**
     * Classes by name.
     *
     * @throws LoadFailedException with the first error; all go to stderr
     */
    Map<String, byte[]> of(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var findings = new DiagnosticCollector<JavaFileObject>();
        try (var onDisk = compiler.getStandardFileManager(findings, Locale.ROOT, StandardCharsets.UTF_8)) {
            var sources = onDisk.getJavaFileObjectsFromPaths(files);
            var task = compiler.getTask(null, new InMemory(onDisk), findings, options(), null, sources);
            if (!task.call()) {
                throw refusal(errorsIn(findings.getDiagnostics()));
            }
        }
        return classes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, named -> named.getValue().toByteArray()));
    }

    private List<String> options() {
        var path = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return List.of("-proc:none", "-g", "-parameters", "-Xlint:none", "-classpath", path);
    }

    private static List<Diagnostic<? extends JavaFileObject>> errorsIn(
            List<Diagnostic<? extends JavaFileObject>> findings) {
        return findings.stream()
                .filter(finding -> finding.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    private LoadFailedException refusal(List<Diagnostic<? extends JavaFileObject>> errors) {
        errors.forEach(error -> System.err.println(placeOf(error) + ": " + error.getMessage(Locale.ROOT)));
        return new LoadFailedException(errors.stream()
                .findFirst()
                .map(error -> "the source does not compile: %s (%s)"
                        .formatted(
                                error.getMessage(Locale.ROOT)
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                                placeOf(error)))
                .orElse("the source does not compile"));
    }

    private String placeOf(Diagnostic<? extends JavaFileObject> error) {
        var file = error.getSource();
        return file == null
                ? "the source"
                : "%s, line %d".formatted(directory.relativize(Path.of(file.toUri())), error.getLineNumber());
    }

    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        InMemory(JavaFileManager onDisk) {
            super(onDisk);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:/" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
