package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Json;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.rest.Problem;
import io.cloudfunc.shell.rest.Query;
import io.cloudfunc.shell.rest.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code replay}: runs calls again and lays what came of them beside the first time. */
public final class Replay {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final CloudFuncServer server;
    private final InvocationCalls calls;
    private final Polling polling;
    private final Clock clock;
    private final Printer printer;

    public Replay(CloudFuncServer server, InvocationCalls calls, Polling polling, Clock clock, Printer printer) {
        this.server = server;
        this.calls = calls;
        this.polling = polling;
        this.clock = clock;
        this.printer = printer;
    }

    @Command(
            name = "replay",
            group = "Calls",
            description = "Run calls again and compare; the gate is open if all did the same",
            help = """
                    replay 019a…
                    replay 019a… --revision 2
                    replay --function hello --last 100 --revision 2""")
    public void replay(
            @Argument(index = 0, description = "id of one call") @Nullable String id,
            @Option(longName = "function", description = "the last calls of this function") @Nullable String function,
            @Option(longName = "last", description = "how many of them, up to 1000", defaultValue = "100") Integer last,
            @Option(longName = "revision", description = "run this revision, which need not serve") @Nullable
                    Integer revision,
            @Option(longName = "wait", description = "how long all may take", defaultValue = "10m") Duration wait,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        var one = id == null || id.isEmpty() ? null : id;
        if ((one == null) == (function == null)) {
            throw CommandFailedException.usage("replay needs the id of a call, or --function");
        }
        var origins = one == null ? lastOf(String.valueOf(function), last) : List.of(one);
        var report = report(replayed(origins, revision, one != null), wait);
        printer.print(output, report, ReplayReport::lines);
        if (!report.path("gate").asString("").equals("open")) {
            throw new CommandFailedException(ExitCode.FAILED, "The gate is closed: not every call did the same");
        }
    }

    /** The last that the function ended by itself, and no replays. */
    private List<String> lastOf(String function, int count) {
        if (count < 1 || count > 1_000) {
            throw CommandFailedException.invalid("--last", count, "1 to 1000");
        }
        var found = new ArrayList<String>();
        var query = new Query("/v1/invocations").with("function", function).with("limit", "100");
        for (var page = server.json(query.text()); ; ) {
            page.path("items").forEach(call -> {
                if (found.size() < count && !call.hasNonNull("origin") && call.hasNonNull("phases")) {
                    found.add(call.path("id").asString(""));
                }
            });
            var next = page.path("next").asString("");
            if (found.size() >= count || next.isEmpty()) {
                return found;
            }
            page = server.json(query.with("cursor", next).text());
        }
    }

    /** Each origin with the id of its replay, or why it was refused; where there is only one, a refusal ends it. */
    private List<ObjectNode> replayed(List<String> origins, @Nullable Integer revision, boolean only) {
        return origins.stream()
                .map(origin -> {
                    var path = new Query(InvocationCalls.path(origin) + ":replay")
                            .with("revision", revision == null ? null : revision.toString());
                    var reply = server.exchange(Request.post(path.text()));
                    var entry = Json.object().put("origin", origin);
                    return reply.refused() && !only
                            ? entry.put("refused", Problem.of(reply).detail())
                            : entry.put(
                                    "replay",
                                    reply.orProblem().json().path("id").asString(""));
                })
                .toList();
    }

    private ObjectNode report(List<ObjectNode> entries, Duration wait) {
        var end = clock.instant().plus(wait);
        var report = Json.object();
        var differing = report.putArray("differing");
        var refused = report.putArray("refused");
        var same = 0;
        var before = new ArrayList<Long>();
        var after = new ArrayList<Long>();
        for (var entry : entries) {
            if (entry.has("refused")) {
                refused.add(entry);
                continue;
            }
            var comparison = comparison(entry.path("replay").asString(""), end);
            addMillis(before, comparison.path("origin"));
            addMillis(after, comparison.path("replay"));
            if (comparison.path("same").asBoolean(false)) {
                same++;
            } else {
                differing.add(comparison);
            }
        }
        return report.put("replayed", entries.size() - refused.size())
                .put("same", same)
                .put("different", differing.size())
                .put("medianMillisBefore", median(before))
                .put("medianMillisAfter", median(after))
                .put("gate", same > 0 && same == entries.size() ? "open" : "closed");
    }

    private JsonNode comparison(String replay, Instant end) {
        if (polling.until(left(end), LOOK, () -> calls.ended(replay, left(end))).isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.TIMED_OUT, "%s has not ended; look again with: invocation %s".formatted(replay, replay));
        }
        return server.json(InvocationCalls.path(replay) + "/comparison");
    }

    private Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private static void addMillis(List<Long> millis, JsonNode side) {
        if (side.hasNonNull("ran")) {
            millis.add(Duration.parse(side.path("ran").asString("PT0S")).toMillis());
        }
    }

    private static @Nullable Long median(List<Long> millis) {
        return millis.isEmpty() ? null : millis.stream().sorted().toList().get(millis.size() / 2);
    }
}
