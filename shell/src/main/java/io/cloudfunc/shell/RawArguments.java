package io.cloudfunc.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The words as they were typed. In a locale without UTF-8 ({@code LC_ALL=POSIX}, an empty cron environment) the JVM
 * replaces every other character before {@code main} sees it; Linux still has the bytes.
 */
final class RawArguments {

    private static final char REPLACED = '\uFFFD';

    private RawArguments() {}

    static String[] of(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(word -> word.indexOf(REPLACED) >= 0)
                ? fromProcess(arguments)
                : arguments;
    }

    private static String[] fromProcess(String[] arguments) {
        try {
            var commandLine = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
            return last(arguments.length, commandLine.split("\0", -1));
        } catch (IOException notLinuxOrNotUtf8) {
            return arguments;
        }
    }

    /** The words end with one separator too many. */
    static String[] last(int count, String[] words) {
        return Arrays.copyOfRange(words, words.length - 1 - count, words.length - 1);
    }
}
