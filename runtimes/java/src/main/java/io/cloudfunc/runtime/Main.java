package io.cloudfunc.runtime;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs one Java function behind Fn's container contract: HTTP over the Unix socket of {@code FN_LISTENER}. The first
 * argument is the source's directory, {@code /function} unless given.
 */
public final class Main {

    private static final int EX_USAGE = 64;
    private static final int EX_DATAERR = 65;
    private static final String UNIX = "unix:";

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        var logs = LogBytes.capture();
        var address = System.getenv().getOrDefault("FN_LISTENER", "");
        if (!address.startsWith(UNIX)) {
            end(EX_USAGE, "FN_LISTENER is '" + address + "'; expected unix:/path/of/the/socket");
        }
        var source = Path.of(arguments.length > 0 ? arguments[0] : "/function");
        var calls = new Calls(loaded(source));
        new Server(calls::answer, logs::take).serve(Path.of(address.substring(UNIX.length())));
    }

    private static Handler loaded(Path source) {
        try {
            return Source.in(source).load();
        } catch (LoadFailedException failure) {
            end(EX_DATAERR, failure.report());
            throw failure;
        }
    }

    /** Ends at once, so that nothing of the function's (threads, shutdown hooks) writes after the last words. */
    private static void end(int status, String lastWords) {
        System.err.println(lastWords);
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }
}
