package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The key that lets the shell in: that of {@code CLOUDFUNC_KEY}, else of the file that the launcher names. */
public final class ServerKey {

    private ServerKey() {}

    /** Empty where there is none; the server then says what is missing. */
    public static Optional<String> of(Map<String, String> variables) {
        var given = variables.getOrDefault("CLOUDFUNC_KEY", "").strip();
        return given.isEmpty()
                ? Optional.ofNullable(variables.get("CLOUDFUNC_KEY_FILE")).flatMap(ServerKey::in)
                : Optional.of(checked("CLOUDFUNC_KEY", given));
    }

    private static Optional<String> in(String file) {
        try {
            return Optional.of(checked(file, Files.readString(Path.of(file)).strip()));
        } catch (NoSuchFileException notMade) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new CommandFailedException(
                    ExitCode.REFUSED, "The key in %s cannot be read; expected a file of yours".formatted(file));
        }
    }

    /** Not repeated: it may be a key with a slip. */
    private static String checked(String where, String key) {
        if (!key.matches("[!-~]+")) {
            throw CommandFailedException.usage("%s: got something else, expected a key, cf_…".formatted(where));
        }
        return key;
    }
}
