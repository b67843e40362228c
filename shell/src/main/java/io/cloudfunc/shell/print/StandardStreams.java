package io.cloudfunc.shell.print;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The streams of this process. Text is UTF-8 whatever the locale, as the API's is. */
public final class StandardStreams {

    private StandardStreams() {}

    public static Console console(Map<String, String> environment) {
        var terminal = isTerminal(1);
        return new Console(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                terminal,
                terminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb(environment),
                () -> TerminalWidth.of(environment));
    }

    public static StandardInput input() {
        return new StandardInput(new FileInputStream(FileDescriptor.in), isTerminal(0));
    }

    private static boolean isDumb(Map<String, String> environment) {
        return "dumb".equals(environment.get("TERM"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        var buffered = new BufferedOutputStream(new FileOutputStream(descriptor), 8192);
        return new PrintStream(buffered, true, StandardCharsets.UTF_8);
    }

    /** Linux names the file behind a descriptor; elsewhere the JVM knows only of all streams together. */
    private static boolean isTerminal(int descriptor) {
        try {
            var file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return file.startsWith("/dev/pts") || file.toString().matches("/dev/(tty.*|console)");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return !Files.exists(Path.of("/proc/self/fd")) && System.console() != null;
        }
    }
}
