package io.cloudfunc.shell.line;

import java.nio.file.Path;
import java.util.Map;

/** Where the lines typed in earlier sessions are kept, by the XDG base directories. */
final class HistoryFile {

    private HistoryFile() {}

    static Path of(Map<String, String> environment) {
        var state = environment.getOrDefault("XDG_STATE_HOME", "");
        var base = state.startsWith("/")
                ? Path.of(state)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "state");
        return base.resolve("cloudfunc").resolve("history");
    }
}
