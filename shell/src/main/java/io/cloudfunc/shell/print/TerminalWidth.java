package io.cloudfunc.shell.print;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Columns of the terminal: {@code COLUMNS}, else what the terminal says, else 80. */
final class TerminalWidth {

    private static final int DEFAULT = 80;

    private TerminalWidth() {}

    static int of(Map<String, String> environment) {
        var columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : askTerminal();
    }

    private static int askTerminal() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return DEFAULT;
            }
            return columns(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noTerminal) {
            return DEFAULT;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return DEFAULT;
        }
    }

    private static int columns(String rowsAndColumns) {
        var size = rowsAndColumns.strip();
        return size.matches("[0-9]+ [1-9][0-9]{0,3}")
                ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                : DEFAULT;
    }
}
