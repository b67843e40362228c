package io.cloudfunc.bench;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server of an installation that the launcher started, and starts again. */
final class LaunchedServer {

    private static final int GONE_WITHIN_SECONDS = 30;
    private static final String GIVEN_BROKER = "environment";

    private final Installation installation;
    private final Map<String, String> environment;

    /** @param environment of the launcher's {@code bench} */
    LaunchedServer(Installation installation, Map<String, String> environment) {
        this.installation = installation;
        this.environment = environment;
    }

    /** Kills the process. Nothing of what it started ends with it, so its database goes on. */
    void kill() throws IOException {
        var server = installation.serverProcess().orElseThrow(() -> new IOException("the server does not run"));
        server.destroyForcibly();
        try {
            server.onExit().get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IOException(hurried);
        } catch (ExecutionException | TimeoutException stillThere) {
            throw new IOException("the server does not end", stillThere);
        }
    }

    /**
     * Returns the installation when it is ready again; its database may be at another port then.
     *
     * @throws IOException if the launcher did not get it to be ready
     */
    Installation startAgain() throws IOException {
        var log = installation.data().resolve("logs/bench-up.log");
        var launcher = Installation.required(environment, "CLOUDFUNC_BENCH_LAUNCHER");
        var builder = new ProcessBuilder(List.of(
                        launcher,
                        "up",
                        "--detach",
                        "--data",
                        installation.data().toString(),
                        "--port",
                        String.valueOf(installation.server().getPort())))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        forgetBroker(builder.environment());
        if (Command.ended(builder.start()) != 0) {
            throw new IOException("the server was not ready again (log: %s)".formatted(log));
        }
        return Installation.launched(environment);
    }

    /** The one that the launcher started must not be taken for a given one, whose queues have other names. */
    private void forgetBroker(Map<String, String> ofLauncher) {
        if (!Installation.required(environment, "CLOUDFUNC_BENCH_BROKER_FROM").equals(GIVEN_BROKER)) {
            ofLauncher.keySet().removeIf(variable -> variable.startsWith("SPRING_RABBITMQ_"));
        }
    }
}
