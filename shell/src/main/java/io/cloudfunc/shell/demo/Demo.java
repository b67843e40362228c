package io.cloudfunc.shell.demo;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.function.Deployment;
import io.cloudfunc.shell.history.StoredEvents;
import io.cloudfunc.shell.invocation.InvocationCalls;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Polling;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code demo}. */
public final class Demo {

    static final Duration WARM_FOR = Duration.ofSeconds(5);

    private final CloudFuncServer server;
    private final Deployment deployment;
    private final InvocationCalls calls;
    private final StoredEvents events;
    private final Polling polling;
    private final Clock clock;
    private final Console console;

    public Demo(
            CloudFuncServer server,
            Deployment deployment,
            InvocationCalls calls,
            StoredEvents events,
            Polling polling,
            Clock clock,
            Console console) {
        this.server = server;
        this.deployment = deployment;
        this.calls = calls;
        this.events = events;
        this.polling = polling;
        this.clock = clock;
        this.console = console;
    }

    @Command(
            name = "demo",
            group = "Shell",
            description = "Show the main job on this server: deploy, cold call, warm call, expiry, history",
            help = "demo --json")
    public void demo(
            @Option(longName = "json", description = "print one JSON object only", defaultValue = "false") Boolean json,
            @Option(
                            longName = "example",
                            description = "directory of the function",
                            defaultValue = "examples/hello-python")
                    Path example) {
        var story = new Story(console, !json);
        var watch = new WarmWatch(server, events, polling, clock, story);
        var findings = new DemoRun(server, deployment, calls, events, watch, story).of(example);
        if (json) {
            new Printer(console).json(findings.json());
        }
        if (!findings.complaints().isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "Not as promised: " + String.join("; ", findings.complaints()));
        }
    }
}
