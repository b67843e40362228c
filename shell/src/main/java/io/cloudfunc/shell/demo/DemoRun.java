package io.cloudfunc.shell.demo;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.function.Deployment;
import io.cloudfunc.shell.function.RevisionSpec;
import io.cloudfunc.shell.history.EventView;
import io.cloudfunc.shell.history.StoredEvents;
import io.cloudfunc.shell.invocation.InvocationCalls;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The main job once: deploy, cold call, warm call, expiry, history, remove. */
final class DemoRun {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String INPUT = "{\"name\": \"Ada\"}";

    private final CloudFuncServer server;
    private final Deployment deployment;
    private final InvocationCalls calls;
    private final StoredEvents events;
    private final WarmWatch watch;
    private final Story story;
    private final String function = "demo-" + UUID.randomUUID().toString().substring(0, 8);

    DemoRun(
            CloudFuncServer server,
            Deployment deployment,
            InvocationCalls calls,
            StoredEvents events,
            WarmWatch watch,
            Story story) {
        this.server = server;
        this.deployment = deployment;
        this.calls = calls;
        this.events = events;
        this.watch = watch;
        this.story = story;
    }

    DemoFindings of(Path example) {
        try {
            deploy(example);
            var cold = firstCall();
            var warm = secondCall(cold);
            var expiredAfter = expiry(warm);
            var history = history(cold);
            remove();
            return findings(cold, warm, expiredAfter, history);
        } catch (CommandFailedException failed) {
            removeQuietly();
            throw failed;
        }
    }

    private void deploy(Path example) {
        story.chapter("1. Deploy %s as the function %s".formatted(example, function));
        story.line("A revision is the source, named by its hash, with its settings; here: warm for %s.", warmFor());
        var begin = System.nanoTime();
        deployment.of(
                new RevisionSpec().warmFor(Demo.WARM_FOR).ofSource(function, example, Optional.empty(), null), WAIT);
        story.line("Revision 1 was ready after %s: its source loads and has a handler.", since(begin));
    }

    private DemoCall firstCall() {
        story.chapter("2. Call it: no container exists yet, so this call is cold");
        var call = call();
        story.line("%s", call.summary());
        story.line(
                "Making the container took %s, its start %s, until it listened %s, the call itself %s.",
                call.phase("create"), call.phase("start"), call.phase("ready"), call.phase("call"));
        return call;
    }

    private DemoCall secondCall(DemoCall cold) {
        story.chapter("3. Call it again: the container waits, so this call is warm");
        var call = call();
        story.line("%s", call.summary());
        story.line(
                cold.container().equals(call.container())
                        ? "The same container as before; nothing had to start."
                        : "Another container than before; the same was expected.");
        return call;
    }

    private DemoCall call() {
        var begin = System.nanoTime();
        var called = calls.call(function, "application/json", INPUT.getBytes(StandardCharsets.UTF_8), WAIT);
        var millis = (System.nanoTime() - begin) / 1e6;
        var invocation = calls.ended(called.id(), WAIT)
                .orElseThrow(() -> amiss("The call %s has an output but no end".formatted(called.id())));
        return new DemoCall(millis, called.output(), invocation);
    }

    private Duration expiry(DemoCall last) {
        story.chapter("4. Wait: unused for %s, the container goes".formatted(warmFor()));
        var stopped = watch.untilStopped(function, last.container()).path("data");
        var after = Duration.between(
                last.endedAt(), Instant.parse(stopped.path("stoppedAt").asString("")));
        story.line(
                "Gone, %d ms after the end of its last call (%s).",
                after.toMillis(), stopped.path("reason").asString(""));
        return after;
    }

    private JsonNode history(DemoCall call) {
        story.chapter("5. What is stored about the first call, %s".formatted(call.id()));
        var history = events.ofInvocation(call.id());
        story.show(EventView.list(history));
        return history;
    }

    private void remove() {
        story.chapter("6. Remove the function; its history stays");
        server.accepted(Request.delete(path()));
    }

    private void removeQuietly() {
        try {
            server.exchange(Request.delete(path()));
        } catch (CommandFailedException secondary) {
            // the first failure is the one to tell
        }
    }

    private DemoFindings findings(DemoCall cold, DemoCall warm, Duration expiredAfter, JsonNode history) {
        var functionEvents = types(events.ofFunction(function));
        story.line("%s", String.join(", ", functionEvents));
        return new DemoFindings(
                function,
                cold.millis(),
                warm.millis(),
                !cold.container().isEmpty() && cold.container().equals(warm.container()),
                expiredAfter,
                types(history),
                functionEvents,
                cold.parsedOutput());
    }

    private static List<String> types(JsonNode history) {
        return history.path("items")
                .valueStream()
                .map(event -> event.path("type").asString(""))
                .toList();
    }

    private String path() {
        return "/v1/functions/" + PathSegment.of("function name", function);
    }

    private static String warmFor() {
        return Demo.WARM_FOR.toSeconds() + " s";
    }

    private static String since(long nanos) {
        return Times.span(Duration.ofNanos(System.nanoTime() - nanos));
    }

    private static CommandFailedException amiss(String message) {
        return new CommandFailedException(ExitCode.FAILED, message);
    }
}
