package io.cloudfunc.command.function;

import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.problem.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;

/**
 * The files of a source archive, and the language they tell: by the file with the handler, and without one by the file
 * of a project.
 */
record SourceFiles(List<String> names) {

    private static final Map<String, Runtime> HANDLERS = Map.of(
            "function.py", Runtime.PYTHON,
            "function.js", Runtime.NODE,
            "function.mjs", Runtime.NODE,
            "Function.java", Runtime.JAVA);
    private static final Map<String, Runtime> PROJECTS =
            Map.of("package.json", Runtime.NODE, "pom.xml", Runtime.JAVA, "function.jar", Runtime.JAVA);
    private static final int SHOWN = 10;

    /** As much as a worker unpacks. */
    private static final long MOST_BYTES = 256L << 20;

    /** @throws InvalidValueException for an archive that is no zip, has nothing in it or is too large when unpacked */
    static SourceFiles in(byte[] archive) {
        var names = new ArrayList<String>();
        var left = MOST_BYTES;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                left -= zip.skip(left + 1);
                if (left < 0) {
                    throw new InvalidValueException("source", "over 256 MiB when unpacked", "at most 256 MiB");
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            names.clear();
        }
        if (names.isEmpty()) {
            throw new InvalidValueException(
                    "source", "%d bytes that are no zip archive".formatted(archive.length), "a zip archive with files");
        }
        return new SourceFiles(names);
    }

    /** @throws InvalidValueException if they tell none, or several */
    Runtime runtime() {
        var byHandler = toldBy(HANDLERS);
        var told = byHandler.isEmpty() ? toldBy(PROJECTS) : byHandler;
        if (told.size() != 1) {
            throw new InvalidValueException(
                    "runtime",
                    told.isEmpty()
                            ? "nothing, and the source has " + listing()
                            : "nothing, and files of " + lower(told),
                    "one of %s, or a source with function.py, function.js or Function.java at its top"
                            .formatted(lower(Arrays.asList(Runtime.values()))));
        }
        return told.iterator().next();
    }

    private Set<Runtime> toldBy(Map<String, Runtime> files) {
        var told = EnumSet.noneOf(Runtime.class);
        files.forEach((name, runtime) -> {
            if (names.contains(name)) {
                told.add(runtime);
            }
        });
        return told;
    }

    private String listing() {
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (names.size() > SHOWN ? ", …" : "");
    }

    private static String lower(Iterable<Runtime> runtimes) {
        return runtimes.toString().toLowerCase(Locale.ROOT);
    }
}
