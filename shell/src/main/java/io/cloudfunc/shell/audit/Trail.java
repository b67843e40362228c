package io.cloudfunc.shell.audit;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Query;
import io.cloudfunc.shell.rest.Request;
import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.ExportCheck;
import io.cloudfunc.trail.SealJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The sealed trail of events: verified at the server or here, exported, imported. */
public final class Trail {

    /** The server goes through all events that there are. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final List<String> COUNTS = List.of("events", "leftOut", "unsealed", "wrong");

    private final CloudFuncServer server;
    private final Printer printer;
    private final Console console;

    public Trail(CloudFuncServer server, Printer printer, Console console) {
        this.server = server;
        this.printer = printer;
        this.console = console;
    }

    void verify(@Nullable Path export, @Nullable Path kept, OutputFormat output) {
        var found = export == null ? atServer(kept) : offline(export, kept);
        printer.print(output, found, Trail::card);
        if (!found.path("signersKnown").asBoolean(false)
                && !found.path("signers").isEmpty()) {
            console.say("No signer was expected: compare the one shown with yours, or give --checkpoint");
        }
        if (!found.path("valid").asBoolean(false)) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "The trail is not what was sealed; the first bad event or seal is shown first");
        }
    }

    private JsonNode atServer(@Nullable Path kept) {
        var query = new Query("/v1/audit/verify").with("checkpoint", kept == null ? null : text(kept));
        return server.accepted(Request.get(query.text()).within(LONGEST)).json();
    }

    private static JsonNode offline(Path export, @Nullable Path kept) {
        var checkpoints = kept == null ? List.<Checkpoint>of() : List.of(read(kept));
        try (var lines = Files.lines(export)) {
            return SealJson.write(new ExportCheck(Set.of(), checkpoints).verify(lines));
        } catch (IllegalArgumentException notOne) {
            throw CommandFailedException.invalid(
                    "--file", export, "an export of events (%s)".formatted(notOne.getMessage()));
        } catch (IOException | UncheckedIOException unreadable) {
            throw CommandFailedException.invalid("--file", export, "a file that can be read");
        }
    }

    private static Checkpoint read(Path file) {
        try {
            return SealJson.checkpoint(text(file));
        } catch (IllegalArgumentException notOne) {
            throw CommandFailedException.invalid("--checkpoint", file, "a file that `audit checkpoint` wrote");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw CommandFailedException.invalid("--checkpoint", file, "a file that can be read");
        }
    }

    void checkpoint() {
        printer.json(server.json("/v1/audit/checkpoint"));
    }

    void export(Path file, Query query) {
        server.download(Request.get(query.text()).within(LONGEST), file);
        console.say("Exported to %s; verify it anywhere with audit verify --file".formatted(file));
    }

    void load(Path file) {
        try {
            var request = new Request(
                    "POST",
                    "/v1/audit/import",
                    Map.of("Content-Type", "application/x-ndjson"),
                    BodyPublishers.ofFile(file),
                    LONGEST);
            var loaded = server.accepted(request).json();
            console.line("%s events imported; they are history, and nothing is done because of them"
                    .formatted(loaded.path("events").asString("")));
        } catch (IOException unreadable) {
            throw CommandFailedException.invalid("--file", file, "a file that can be read");
        }
    }

    private static Card card(JsonNode found) {
        var card = new Card();
        card.line("valid", found.path("valid").asString(""));
        COUNTS.forEach(name -> card.line(name, found.path(name).asString("")));
        card.line("checkpoint", found.at("/checkpoint/number").asString(""));
        card.line("sealed at", found.at("/checkpoint/at").asString(""));
        found.path("signers").forEach(signer -> card.line("signer", signer.asString("")));
        if (!found.path("findings").isEmpty()) {
            var findings = new Table(
                    Column.whole("FINDING"), Column.whole("POSITION"), Column.whole("EVENT"), Column.whole("DETAIL"));
            found.path("findings")
                    .forEach(finding -> findings.row(
                            finding.path("kind").asString(""),
                            finding.path("position").asString(""),
                            finding.path("event").asString(""),
                            finding.path("detail").asString("")));
            card.part(findings);
        }
        return card;
    }
}
