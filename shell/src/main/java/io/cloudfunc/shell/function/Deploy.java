package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code deploy}. */
public final class Deploy {

    private final Deployment deployment;
    private final Dependencies dependencies;
    private final Printer printer;
    private final Console console;

    public Deploy(Deployment deployment, Dependencies dependencies, Printer printer, Console console) {
        this.deployment = deployment;
        this.dependencies = dependencies;
        this.printer = printer;
        this.console = console;
    }

    @Command(
            name = "deploy",
            group = "Functions",
            description = "Deploy a directory or an image as the function's next revision, and wait until it is ready",
            help = """
                    deploy hello examples/hello-python --warm-for 5m --env GREETING=Hello
                    deploy report reports/monthly --runtime java --memory 512
                    deploy mail mailer --attempts 3 --backoff 10s --retry-on HANDLER_RAISED --retry-on TIMED_OUT
                    deploy thumbnails --image registry.example.com/thumbnails:3
                    deploy hook webhook --public --secret-file hook-key
                    deploy upper --image registry.example.com/upper:1 --contract stdio --label team=text""")
    public void deploy(
            @Argument(
                            index = 0,
                            description =
                                    "name of the function: a-z, 0-9 and inner hyphens; before it, if any, its namespace and a dot")
                    String name,
            @Argument(index = 1, description = "directory with function.py, function.js or Function.java") @Nullable
                    String directory,
            @Option(longName = "image", description = "image, instead of a directory") @Nullable String image,
            @Option(longName = "runtime", description = "language of the directory; default: what its files tell")
                    @Nullable
                    Language runtime,
            @Option(longName = "contract", description = "fn, http or stdio; default: the image's label, else fn")
                    @Nullable
                    String contract,
            @Option(longName = "warm-for", description = "how long a container stays after its last call") @Nullable
                    Duration warmFor,
            @Option(longName = "timeout", description = "longest run of one call") @Nullable Duration timeout,
            @Option(longName = "attempts", description = "most attempts of one call; default 5") @Nullable
                    Integer attempts,
            @Option(longName = "retry-on", description = "failure of the function that is tried again; repeatable")
                    String @Nullable [] retryOn,
            @Option(longName = "backoff", description = "wait before the second attempt, doubled for each later one")
                    @Nullable
                    Duration backoff,
            @Option(longName = "max-backoff", description = "what doubling ends at; default 1m") @Nullable
                    Duration maxBackoff,
            @Option(longName = "max-age", description = "how long after its acceptance a call may begin") @Nullable
                    Duration maxAge,
            @Option(longName = "delivery", description = "at-least-once, or at-most-once: never begin a call again")
                    @Nullable
                    String delivery,
            @Option(longName = "memory", description = "memory limit of a container in MiB") @Nullable Integer memory,
            @Option(longName = "cpus", description = "CPU limit of a container in cores") @Nullable Double cpus,
            @Option(longName = "pids", description = "limit of a container's processes and threads") @Nullable
                    Integer pids,
            @Option(longName = "tmp", description = "size of a container's /tmp in MiB") @Nullable Integer tmp,
            @Option(longName = "concurrency", description = "calls of one container at a time; only 1") @Nullable
                    Integer concurrency,
            @Option(longName = "max-containers", description = "most containers at a time") @Nullable
                    Integer maxContainers,
            @Option(longName = "network", description = "none, or egress to let it reach others; default none")
                    @Nullable
                    String network,
            @Option(longName = "public", description = "let everybody call it, without a key", defaultValue = "false")
                    Boolean everybody,
            @Option(longName = "env", shortName = 'e', description = "variable that the function sees")
                    String @Nullable [] environment,
            @Option(longName = "secret-file", description = "secret the function finds in /run/secrets: SECRET[:FILE]")
                    String @Nullable [] secretFiles,
            @Option(longName = "label", description = "note of your own") String @Nullable [] labels,
            @Option(longName = "wait", description = "how long to wait for it to be ready", defaultValue = "120s")
                    Duration wait,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show the result",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var spec = new RevisionSpec()
                .warmFor(warmFor)
                .timeout(timeout)
                .retry(attempts, backoff, maxBackoff, retryOn)
                .maxAge(maxAge)
                .delivery(delivery)
                .memory(memory)
                .cpus(cpus)
                .pids(pids)
                .tmp(tmp)
                .concurrency(concurrency)
                .maxContainers(maxContainers)
                .network(network)
                .publicly(everybody)
                .environment(environment)
                .secretFiles(secretFiles)
                .labels(labels);
        checkCode(directory, runtime, image, contract);
        var deploy = image == null
                ? ofSource(spec, name, Path.of(String.valueOf(directory)), runtime)
                : spec.ofImage(name, image, contract);
        console.say("Deploying %s…".formatted(name));
        printer.print(output, deployment.of(deploy, wait), ready -> c -> List.of(summary(ready)));
    }

    private Request ofSource(RevisionSpec spec, String name, Path directory, @Nullable Language runtime) {
        try (var fetched = dependencies.of(directory)) {
            return spec.ofSource(name, directory, fetched.directory(), runtime);
        }
    }

    private static void checkCode(
            @Nullable String directory, @Nullable Language runtime, @Nullable String image, @Nullable String contract) {
        if (contract != null && image == null) {
            throw CommandFailedException.usage("--contract is given without --image; expected both");
        }
        if (runtime != null && directory == null) {
            throw CommandFailedException.usage("--runtime is given without a directory; expected both");
        }
        if ((directory == null) == (image == null)) {
            throw CommandFailedException.usage("%s; expected one of them"
                    .formatted(
                            image == null
                                    ? "Neither a directory nor --image is given"
                                    : "Both a directory and --image are given"));
        }
    }

    private static String summary(JsonNode ready) {
        return "%s revision %d %s"
                .formatted(
                        ready.path("function").asString(""),
                        ready.path("revision").asInt(0),
                        ready.path("state").asString(""));
    }
}
