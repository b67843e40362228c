package io.cloudfunc.invoker.docker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.problem.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a worker uses its Docker engine.
 *
 * @param host socket of an engine on this machine, {@code unix:///path}
 * @param installation whose containers these are, a label on all that is made; 1 to 63 of a-z, A-Z, 0-9, _ . and -
 * @param worker this worker, a label on all that is made
 * @param firstUid first of the user and group ids given to containers, one each; 1 to 2,000,000,000; default 1,000,000
 * @param uids how many ids there are from {@code firstUid} on, hence the most containers at a time; 1 to 1,000,000;
 *     default 65,536
 * @param outputLimit longest output of a call in bytes, above 0; default 1 MiB
 * @param logLimit how much of the end of a call's log is kept, in bytes, above 0; default 64 KiB
 * @param pullLimit longest time for an image to come from its registry; default 5 min; 0: never ask a registry
 * @param relay the program that images with the contracts {@code http} and {@code stdio} need; the engine must see it
 *     under the same path
 * @param links where short links to socket directories with long names may be made; default the JVM's directory for
 *     temporary files
 * @param madeAhead where the directories lie from which runtimes made ahead get their source; the engine must see it
 *     under the same name. On the file system of the sources, files are linked and not copied
 */
public record DockerSettings(
        String host,
        String installation,
        WorkerId worker,
        int firstUid,
        int uids,
        int outputLimit,
        int logLimit,
        Duration pullLimit,
        Path relay,
        Path links,
        Path madeAhead) {

    private static final Pattern HOST = Pattern.compile("unix:///.+");
    private static final Pattern INSTALLATION = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

    public DockerSettings {
        matches("engine", host, HOST, "the socket of an engine on this machine, unix:///path");
        matches("installation", installation, INSTALLATION, "1 to 63 of a-z, A-Z, 0-9, _ . and -");
        inRange("firstUid", firstUid, 1, 2_000_000_000);
        inRange("uids", uids, 1, 1_000_000);
        inRange("outputLimit", outputLimit, 1, Integer.MAX_VALUE - 16);
        inRange("logLimit", logLimit, 1, 1 << 28);
        if (pullLimit.isNegative()) {
            throw new InvalidValueException("pullLimit", pullLimit, "0 or more");
        }
    }

    public static DockerSettings of(String host, String installation, WorkerId worker, Path relay, Path madeAhead) {
        var links = Path.of(System.getProperty("java.io.tmpdir"));
        return new DockerSettings(
                host,
                installation,
                worker,
                1_000_000,
                65_536,
                1 << 20,
                1 << 16,
                Duration.ofMinutes(5),
                relay,
                links,
                madeAhead);
    }

    private static void matches(String field, String value, Pattern valid, String expected) {
        if (!valid.matcher(value).matches()) {
            throw new InvalidValueException(field, value, expected);
        }
    }

    private static void inRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidValueException(field, value, "%,d to %,d".formatted(least, most));
        }
    }
}
