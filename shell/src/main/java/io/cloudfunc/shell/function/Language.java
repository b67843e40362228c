package io.cloudfunc.shell.function;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The languages whose source the platform runs, by the names that the server knows them by. */
public enum Language {
    PYTHON("function.py"),
    NODE("function.js"),
    JAVA("Function.java");

    private final String handlerFile;

    Language(String handlerFile) {
        this.handlerFile = handlerFile;
    }

    /** @throws IllegalArgumentException that names all of them */
    public static Language of(String word) {
        return Arrays.stream(values())
                .filter(language -> language.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of " + words(", ")));
    }

    /** All of them. */
    public static String words(String separator) {
        return Arrays.stream(values()).map(Language::word).collect(Collectors.joining(separator));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The file with {@code handler(event)}. */
    String handlerFile() {
        return handlerFile;
    }
}
