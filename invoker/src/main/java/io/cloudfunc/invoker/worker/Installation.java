package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.problem.InvalidValueException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which installation this process belongs to.
 *
 * @param installation tells the containers of installations on one engine apart; 1 to 63 of a-z, A-Z, 0-9, _ . and -;
 *     default {@code default}
 * @param dataDir what the process keeps on disk is below it; the container engine must see it under the same path;
 *     default {@code data}, below the working directory
 */
@ConfigurationProperties("cloudfunc")
public record Installation(
        @DefaultValue("default") String installation,
        @DefaultValue("data") Path dataDir) {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

    public Installation {
        if (!VALID.matcher(installation).matches()) {
            throw new InvalidValueException(
                    "cloudfunc.installation", installation, "1 to 63 of a-z, A-Z, 0-9, _ . and -");
        }
    }

    Path ofWorker() {
        return dataDir.toAbsolutePath().normalize().resolve("worker");
    }

    /** The program from {@code runtimes/relay}, put here by whoever sets up the worker. */
    Path relay() {
        return ofWorker().resolve("relay");
    }
}
